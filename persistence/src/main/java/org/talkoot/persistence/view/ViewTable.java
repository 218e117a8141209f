package org.talkoot.persistence.view;

import static java.util.stream.Collectors.joining;

import org.talkoot.persistence.database.Dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The table of a view and how changes go into it: keys, columns that are set, counters. */
final class ViewTable {

    enum Role {
        /** Part of the primary key. */
        KEY,
        /** Takes the newest value; null leaves the old one. */
        SET,
        /** Takes the sum. */
        ADD
    }

    enum Type {
        TEXT("text", "VARCHAR"),
        NUMBER("int8", "BIGINT");

        final String postgres;
        final String h2;

        Type(String postgres, String h2) {
            this.postgres = postgres;
            this.h2 = h2;
        }
    }

    record Column(String name, Role role, Type type) {}

    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    ViewTable(String name) {
        this.name = name;
    }

    /** Keys come first, in the order of the primary key. */
    ViewTable key(String column, Type type) {
        return with(new Column(column, Role.KEY, type));
    }

    ViewTable text(String... names) {
        Stream.of(names).forEach(n -> with(new Column(n, Role.SET, Type.TEXT)));
        return this;
    }

    ViewTable number(String... names) {
        Stream.of(names).forEach(n -> with(new Column(n, Role.SET, Type.NUMBER)));
        return this;
    }

    ViewTable counter(String... names) {
        Stream.of(names).forEach(n -> with(new Column(n, Role.ADD, Type.NUMBER)));
        return this;
    }

    private ViewTable with(Column column) {
        indexes.put(column.name(), columns.size());
        columns.add(column);
        return this;
    }

    String name() {
        return name;
    }

    List<Column> columns() {
        return columns;
    }

    int index(String column) {
        Integer index = indexes.get(column);
        if (index == null) {
            throw new IllegalArgumentException("%s has no column %s".formatted(name, column));
        }
        return index;
    }

    /** Postgres: one statement for all rows, one array a column. H2: one row, to be batched. */
    String upsert(Dialect dialect) {
        return switch (dialect) {
            case H2 ->
                    "MERGE INTO %s AS t USING (VALUES (%s)) AS s (%s) ON %s WHEN MATCHED THEN UPDATE SET %s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)"
                            .formatted(
                                    name,
                                    list("CAST(? AS %3$s)", ", "),
                                    names(""),
                                    keys("t.%1$s = s.%1$s", " AND "),
                                    changes("s"),
                                    names(""),
                                    names("s."));
            case POSTGRES ->
                    "INSERT INTO %s AS t (%s) SELECT * FROM unnest(%s) ON CONFLICT (%s) DO UPDATE SET %s"
                            .formatted(
                                    name,
                                    names(""),
                                    list("?::%2$s[]", ", "),
                                    keys("%1$s", ", "),
                                    changes("excluded"));
        };
    }

    private String names(String prefix) {
        return list(prefix + "%1$s", ", ");
    }

    private String changes(String source) {
        return columns.stream()
                .filter(column -> column.role() != Role.KEY)
                .map(column -> change(column.role()).formatted(column.name(), source))
                .collect(joining(", "));
    }

    private static String change(Role role) {
        return switch (role) {
            case KEY -> "";
            case SET -> "%1$s = COALESCE(%2$s.%1$s, t.%1$s)";
            case ADD -> "%1$s = t.%1$s + %2$s.%1$s";
        };
    }

    private String keys(String pattern, String separator) {
        return columns.stream()
                .filter(column -> column.role() == Role.KEY)
                .map(column -> pattern.formatted(column.name()))
                .collect(joining(separator));
    }

    private String list(String pattern, String separator) {
        return columns.stream()
                .map(c -> pattern.formatted(c.name(), c.type().postgres, c.type().h2))
                .collect(joining(separator));
    }
}
