package org.talkoot.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of figures: printed as they come, written as JSON at the end. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String name;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    public Report(String name) {
        this.name = name;
    }

    /** Adds a row of names and values in turn, and prints it. */
    public void row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        row(row);
    }

    /** Adds a row and prints it. */
    public void row(Map<String, Object> columns) {
        Map<String, Object> row = new LinkedHashMap<>();
        StringBuilder line = new StringBuilder();
        columns.forEach((column, value) -> {
            row.put(column, rounded(value));
            line.append("%s %s   ".formatted(column, row.get(column)));
        });
        rows.add(row);
        System.out.println(line.toString().strip());
    }

    public void write(Path folder, String database) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("benchmark", name);
        document.put("database", database);
        document.put("at", Instant.now().toString());
        document.put("java", System.getProperty("java.version"));
        document.put("processors", Runtime.getRuntime().availableProcessors());
        document.put("rows", rows);
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name + "-" + database + ".json");
            JSON.writeValue(file.toFile(), document);
            System.out.println("written to " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object rounded(Object value) {
        return value instanceof Double number ? Math.round(number * 100) / 100.0 : value;
    }
}
