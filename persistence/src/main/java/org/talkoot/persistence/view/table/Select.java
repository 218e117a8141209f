package org.talkoot.persistence.view.table;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.persistence.database.Jdbc;

/** A query and what becomes of its rows. */
public final class Select {

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {

        T read(ResultSet row) throws SQLException;
    }

    private Select() {}

    public static <T> Jdbc<List<T>> list(String sql, RowReader<T> reader, Object... arguments) {
        return connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 0; i < arguments.length; i++) {
                    select.setObject(i + 1, arguments[i]);
                }
                List<T> list = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        list.add(reader.read(rows));
                    }
                }
                return list;
            }
        };
    }
}
