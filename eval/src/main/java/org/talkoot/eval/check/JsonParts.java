package org.talkoot.eval.check;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares values in JSON as their authors mean them: numbers by what they are, not by how they are written. */
public final class JsonParts {

    private JsonParts() {}

    /** Whether a value is what is expected; an object may have more than that. */
    public static boolean has(JsonNode value, JsonNode expected) {
        if (expected.isObject()) {
            return value.isObject()
                    && expected.properties().stream()
                            .allMatch(
                                    part -> value.has(part.getKey()) && has(value.get(part.getKey()), part.getValue()));
        }
        if (expected.isArray()) {
            if (!value.isArray() || value.size() != expected.size()) {
                return false;
            }
            for (int i = 0; i < expected.size(); i++) {
                if (!has(value.get(i), expected.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (value.isNumber() && expected.isNumber()) {
            return value.decimalValue().compareTo(expected.decimalValue()) == 0;
        }
        return value.equals(expected);
    }
}
