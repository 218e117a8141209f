package org.talkoot.core.event;

import java.util.List;

/**
 * Which event types: dotted like them, with {@code *} for exactly one part and {@code >} at the end for one part or
 * more. {@code intent.*.billing}, {@code conversation.>}, {@code >}.
 */
public record EventPattern(String text) {

    public EventPattern {
        List<String> parts = parts(text);
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            boolean wild = part.equals("*") || (part.equals(">") && i == parts.size() - 1);
            if (!wild && !part.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
                throw new IllegalArgumentException(
                        ("'%s' is not an event pattern: dotted letters, digits, _ and -, * for one"
                                        + " part, > at the end for the rest")
                                .formatted(text));
            }
        }
    }

    public boolean matches(String eventType) {
        List<String> wanted = parts(text);
        List<String> given = parts(eventType);
        for (int i = 0; i < wanted.size(); i++) {
            if (i >= given.size()) {
                return false;
            }
            if (wanted.get(i).equals(">")) {
                return true;
            }
            if (!wanted.get(i).equals("*") && !wanted.get(i).equals(given.get(i))) {
                return false;
            }
        }
        return wanted.size() == given.size();
    }

    private static List<String> parts(String dotted) {
        return List.of(dotted.split("\\.", -1));
    }

    @Override
    public String toString() {
        return text;
    }
}
