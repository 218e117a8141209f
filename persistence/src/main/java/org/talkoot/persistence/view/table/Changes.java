package org.talkoot.persistence.view.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Set<List<Object>> deleted = new LinkedHashSet<>();

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

    /**
     * All rows whose keys begin so are gone, those of earlier batches and what this one has done to them. What happens
     * to one afterwards happens to a new row.
     */
    public void delete(Object... keys) {
        List<Object> prefix = List.of(keys);
        rows.keySet().removeIf(key -> key.subList(0, prefix.size()).equals(prefix));
        deleted.add(prefix);
    }

    public void write(Connection connection, Dialect dialect) throws SQLException {
        if (!deleted.isEmpty() && hasRows(connection)) {
            for (int keys = 1; keys <= table.keyColumns(); keys++) {
                delete(connection, dialect, keys);
            }
        }
        if (!rows.isEmpty()) {
            upsert(connection, dialect);
        }
    }

    /** What is open is little and mostly nothing, while all that ends says that it is over. */
    private boolean hasRows(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.any());
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    private void delete(Connection connection, Dialect dialect, int keys) throws SQLException {
        List<@Nullable Object[]> prefixes = new ArrayList<>();
        for (List<Object> prefix : deleted) {
            if (prefix.size() == keys) {
                prefixes.add(prefix.toArray());
            }
        }
        if (!prefixes.isEmpty()) {
            execute(connection, dialect, table.delete(dialect, keys), prefixes);
        }
    }

    private void upsert(Connection connection, Dialect dialect) throws SQLException {
        List<@Nullable Object[]> values = new ArrayList<>(rows.size());
        for (Row row : rows.values()) {
            values.add(row.values);
        }
        execute(connection, dialect, table.upsert(dialect), values);
    }

    private void execute(Connection connection, Dialect dialect, String sql, List<@Nullable Object[]> values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            switch (dialect) {
                case SQLITE -> batch(statement, values);
                case POSTGRES -> arrays(connection, statement, values);
            }
        }
    }

    private static void batch(PreparedStatement statement, List<@Nullable Object[]> values) throws SQLException {
        for (@Nullable Object[] row : values) {
            for (int i = 0; i < row.length; i++) {
                statement.setObject(i + 1, row[i]);
            }
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** One array a column, for as many columns as there are values of. */
    private void arrays(Connection connection, PreparedStatement statement, List<@Nullable Object[]> values)
            throws SQLException {
        for (int i = 0; i < values.getFirst().length; i++) {
            ViewTable.Type type = table.columns().get(i).type();
            List<@Nullable Object> column = new ArrayList<>(values.size());
            for (@Nullable Object[] row : values) {
                column.add(row[i]);
            }
            Object[] array = switch (type) {
                case TEXT -> column.toArray(String[]::new);
                case NUMBER -> column.toArray(Long[]::new);
            };
            statement.setArray(i + 1, connection.createArrayOf(type.postgres, array));
        }
        statement.executeUpdate();
    }
}
