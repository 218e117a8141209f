package org.talkoot.gateway.cli.letters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** Dead letters as lines for people. */
final class LetterText {

    private static final int LONGEST_REASON = 60;

    private static final List<String> HEADINGS =
            List.of("ID", "CLASS", "STATUS", "TRIES", "AGENT", "CONVERSATION", "OPENED", "REASON");

    private LetterText() {}

    /** One line for each letter, below headings, in columns. */
    static List<String> table(List<JsonNode> letters) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        letters.forEach(letter -> rows.add(row(letter)));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> row(JsonNode letter) {
        return List.of(
                letter.path("id").asText(),
                letter.path("class").asText(),
                letter.path("status").asText(),
                letter.path("attempts").asText(),
                letter.path("agent").asText("-"),
                letter.path("conversation_id").asText(),
                seconds(letter.path("opened_at").asText()),
                shortened(letter.path("reason").asText()));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            line.append(row.get(column))
                    .append(" ".repeat(widths[column] - row.get(column).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    /** Everything about one letter. */
    static List<String> full(JsonNode letter) {
        List<String> lines = new ArrayList<>();
        lines.add("dead letter   " + letter.path("id").asText());
        lines.add("class         " + letter.path("class").asText());
        lines.add("status        " + status(letter));
        lines.add("agent         " + letter.path("agent").asText("-"));
        lines.add("conversation  " + letter.path("conversation_id").asText());
        lines.add("opened        " + letter.path("opened_at").asText());
        lines.add("changed       " + letter.path("changed_at").asText());
        lines.add("subject       " + subject(letter.path("subject")));
        lines.add("causes");
        letter.path("causes").forEach(cause -> indented(lines, "- " + cause.asText()));
        lines.add("content");
        indented(lines, content(letter));
        changedContent(letter).ifPresent(changed -> {
            lines.add("content of the last attempt");
            indented(lines, changed);
        });
        lines.add("history");
        letter.path("history").forEach(event -> indented(lines, happened(event)));
        return lines;
    }

    private static void indented(List<String> lines, String text) {
        text.lines().forEach(line -> lines.add("  " + line));
    }

    private static String status(JsonNode letter) {
        String status = letter.path("status").asText();
        int attempts = letter.path("attempts").asInt();
        String tried = switch (attempts) {
            case 0 -> "";
            case 1 -> ", tried again once";
            default -> ", tried again %d times".formatted(attempts);
        };
        String next = letter.has("retry_at")
                ? ", next at " + seconds(letter.get("retry_at").asText())
                : "";
        return status + tried + next;
    }

    /** The kind of what died, and the short fields that say where it is. */
    private static String subject(JsonNode subject) {
        StringJoiner words = new StringJoiner(", ").add(subject.path("type").asText());
        for (String field : List.of("message", "run", "instance", "position", "key")) {
            if (subject.path(field).isValueNode() && !subject.path(field).isNull()) {
                words.add(field + " " + subject.path(field).asText());
            }
        }
        JsonNode place = subject.path("place");
        if (place.isObject()) {
            words.add(place.path("log").asText() + "@" + place.path("offset").asText());
        }
        return words.toString();
    }

    private static String content(JsonNode letter) {
        return letter.path("content").isTextual()
                ? letter.get("content").textValue()
                : "no text; in Base64: " + letter.at("/subject/body").asText();
    }

    /** What the letter was tried again with last, if that was not its own content. */
    static Optional<String> changedContent(JsonNode letter) {
        Optional<String> changed = Optional.empty();
        for (JsonNode event : letter.path("history")) {
            JsonNode content = event.at("/data/content");
            changed = content.isTextual() ? Optional.of(content.textValue()) : changed;
        }
        return changed;
    }

    private static String happened(JsonNode event) {
        JsonNode data = event.path("data");
        StringBuilder line = new StringBuilder(seconds(event.path("time").asText()));
        line.append("  ").append(event.path("type").asText().replaceFirst("^dead-letter\\.", ""));
        if (data.has("attempt")) {
            line.append(", attempt ").append(data.get("attempt").asText());
        }
        if (data.has("by")) {
            line.append(", by ").append(data.get("by").asText());
        }
        if (data.path("content").isTextual()) {
            line.append(", with changed content");
        }
        for (String field : List.of("due", "failure", "reason")) {
            if (data.path(field).isTextual()) {
                line.append(": ").append(data.get(field).textValue());
            }
        }
        return line.toString();
    }

    private static String shortened(String reason) {
        String line = reason.lines().findFirst().orElse("");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 3) + "...";
    }

    /** A time without its fractions of a second. */
    private static String seconds(String time) {
        return time.replaceFirst("\\.\\d+Z$", "Z");
    }
}
