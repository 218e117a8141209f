package org.talkoot.persistence.view.table;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.talkoot.persistence.database.Dialect;

/** The table of a view and how changes go into it: keys, columns that are set, counters. */
public final class ViewTable {

    public enum Role {
        /** Part of the primary key. */
        KEY,
        /** Takes the newest value; null leaves the old one. */
        SET,
        /** Takes the sum. */
        ADD
    }

    public enum Type {
        TEXT("text"),
        NUMBER("int8");

        final String postgres;

        Type(String postgres) {
            this.postgres = postgres;
        }
    }

    public record Column(String name, Role role, Type type) {}

    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    public ViewTable(String name) {
        this.name = name;
    }

    /** Keys come first, in the order of the primary key. */
    public ViewTable key(String column, Type type) {
        return with(new Column(column, Role.KEY, type));
    }

    public ViewTable text(String... names) {
        Stream.of(names).forEach(n -> with(new Column(n, Role.SET, Type.TEXT)));
        return this;
    }

    public ViewTable number(String... names) {
        Stream.of(names).forEach(n -> with(new Column(n, Role.SET, Type.NUMBER)));
        return this;
    }

    public ViewTable counter(String... names) {
        Stream.of(names).forEach(n -> with(new Column(n, Role.ADD, Type.NUMBER)));
        return this;
    }

    private ViewTable with(Column column) {
        indexes.put(column.name(), columns.size());
        columns.add(column);
        return this;
    }

    public String name() {
        return name;
    }

    public List<Column> columns() {
        return columns;
    }

    public int index(String column) {
        Integer index = indexes.get(column);
        if (index == null) {
            throw new IllegalArgumentException("%s has no column %s".formatted(name, column));
        }
        return index;
    }

    /** Postgres: one statement for all rows, one array a column. SQLite: one row, to be batched. */
    public String upsert(Dialect dialect) {
        String rows = switch (dialect) {
            case SQLITE -> "VALUES (%s)".formatted(list("?"));
            case POSTGRES -> "SELECT * FROM unnest(%s)".formatted(list("?::%2$s[]"));
        };
        return "INSERT INTO %s AS t (%s) %s ON CONFLICT (%s) DO UPDATE SET %s"
                .formatted(name, list("%1$s"), rows, keys(), changes());
    }

    /** How many columns the primary key has. */
    int keyColumns() {
        return (int)
                columns.stream().filter(column -> column.role() == Role.KEY).count();
    }

    /** One row, if there is any. */
    String any() {
        return "SELECT 1 FROM %s LIMIT 1".formatted(name);
    }

    /**
     * All rows that have given values in the first so many columns of the key. Postgres: one statement for all values,
     * one array a column. SQLite: one set of values, to be batched.
     */
    String delete(Dialect dialect, int keys) {
        List<Column> prefix = columns.subList(0, keys);
        return switch (dialect) {
            case SQLITE -> "DELETE FROM %s WHERE %s".formatted(name, joined(prefix, "%1$s = ?", " AND "));
            case POSTGRES ->
                "DELETE FROM %s AS t USING unnest(%s) AS d (%s) WHERE %s"
                        .formatted(
                                name,
                                joined(prefix, "?::%2$s[]", ", "),
                                joined(prefix, "%1$s", ", "),
                                joined(prefix, "t.%1$s = d.%1$s", " AND "));
        };
    }

    private String changes() {
        return columns.stream()
                .filter(column -> column.role() != Role.KEY)
                .map(column -> change(column.role()).formatted(column.name()))
                .collect(joining(", "));
    }

    private static String change(Role role) {
        return switch (role) {
            case KEY -> "";
            case SET -> "%1$s = COALESCE(excluded.%1$s, t.%1$s)";
            case ADD -> "%1$s = t.%1$s + excluded.%1$s";
        };
    }

    private String keys() {
        return columns.stream()
                .filter(column -> column.role() == Role.KEY)
                .map(Column::name)
                .collect(joining(", "));
    }

    private String list(String pattern) {
        return joined(columns, pattern, ", ");
    }

    private static String joined(List<Column> columns, String pattern, String between) {
        return columns.stream()
                .map(column -> pattern.formatted(column.name(), column.type().postgres))
                .collect(joining(between));
    }
}
