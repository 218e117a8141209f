package org.talkoot.persistence.view.table;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.talkoot.core.json.Json;

/**
 * Names in one column of a view, each a JSON string on a line of its own, so that a query can look for one of them
 * whatever characters it has: no other name contains it, line feeds and all.
 */
public final class NameLines {

    private static final String BREAK = "\n";

    private NameLines() {}

    public static String write(List<String> names) {
        return names.isEmpty()
                ? ""
                : names.stream().map(name -> new Json.Text(name).write()).collect(joining(BREAK, BREAK, BREAK));
    }

    public static List<String> read(String lines) {
        return lines.lines()
                .filter(line -> !line.isEmpty())
                .map(line -> ((Json.Text) Json.parse(line)).value())
                .toList();
    }

    /** What a column contains in which this name is. */
    public static String line(String name) {
        return write(List.of(name));
    }
}
