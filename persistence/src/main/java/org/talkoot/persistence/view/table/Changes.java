package org.talkoot.persistence.view.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.persistence.database.Dialect;

/** The changes of one batch to one table, collapsed: however many events touch a row, it is written once. */
public final class Changes {

    /** What happens to one row. */
    public static final class Row {

        private final ViewTable table;
        private final @Nullable Object[] values;

        private Row(ViewTable table, List<Object> key) {
            this.table = table;
            this.values = new Object[table.columns().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (table.columns().get(i).role()) {
                    case KEY -> key.get(i);
                    case SET -> null;
                    case ADD -> 0L;
                };
            }
        }

        public Row set(String column, Object value) {
            values[table.index(column)] = value instanceof String text ? shown(text) : value;
            return this;
        }

        /** A view is to be looked at, and Postgres has no text with a NUL; the journal keeps it. */
        private static String shown(String text) {
            return text.replace('\0', '\uFFFD');
        }

        public Row add(String column, long count) {
            int index = table.index(column);
            Object sum = values[index];
            values[index] = (sum instanceof Long number ? number : 0L) + count;
            return this;
        }
    }

    private final ViewTable table;
    private final Map<List<Object>, Row> rows = new LinkedHashMap<>();

    public Changes(ViewTable table) {
        this.table = table;
    }

    public Row row(Object... key) {
        return rows.computeIfAbsent(Arrays.asList(key), k -> new Row(table, k));
    }

    /** Forgets what was about to happen to a row. False: nothing was. */
    public boolean forget(Object... key) {
        return rows.remove(Arrays.asList(key)) != null;
    }

    public void write(Connection connection, Dialect dialect) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement(table.upsert(dialect))) {
            switch (dialect) {
                case SQLITE -> batch(upsert, rows.values());
                case POSTGRES -> arrays(connection, upsert, List.copyOf(rows.values()));
            }
        }
    }

    private static void batch(PreparedStatement upsert, Collection<Row> rows) throws SQLException {
        for (Row row : rows) {
            for (int i = 0; i < row.values.length; i++) {
                upsert.setObject(i + 1, row.values[i]);
            }
            upsert.addBatch();
        }
        upsert.executeBatch();
    }

    private void arrays(Connection connection, PreparedStatement upsert, List<Row> rows) throws SQLException {
        for (int i = 0; i < table.columns().size(); i++) {
            ViewTable.Type type = table.columns().get(i).type();
            List<@Nullable Object> column = new ArrayList<>(rows.size());
            for (Row row : rows) {
                column.add(row.values[i]);
            }
            Object[] array = switch (type) {
                case TEXT -> column.toArray(String[]::new);
                case NUMBER -> column.toArray(Long[]::new);
            };
            upsert.setArray(i + 1, connection.createArrayOf(type.postgres, array));
        }
        upsert.executeUpdate();
    }
}
