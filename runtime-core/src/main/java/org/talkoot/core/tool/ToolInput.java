package org.talkoot.core.tool;

import org.talkoot.core.json.Json.Arr;
import org.talkoot.core.json.Json.Obj;

/** What a tool is called with. */
public sealed interface ToolInput {

    /**
     * The arguments as one value, read strictly.
     *
     * @throws IllegalArgumentException when they are not one JSON object, have a name twice, or one that the schema
     *     does not know
     */
    org.talkoot.core.json.Json read(String arguments);

    /** A JSON object that the JSON schema (draft 2020-12) accepts; others never reach the tool. */
    record Json(String schema) implements ToolInput {

        @Override
        public org.talkoot.core.json.Json read(String arguments) {
            org.talkoot.core.json.Json given = org.talkoot.core.json.Json.parse(arguments);
            if (!(given instanceof Obj object)) {
                throw new IllegalArgumentException("they are %s and no object".formatted(given.kind()));
            }
            requireKnown(object, org.talkoot.core.json.Json.parse(schema), "");
            return object;
        }

        /** Of the names only; what the values have to be is for the tool to say. */
        private static void requireKnown(
                org.talkoot.core.json.Json given, org.talkoot.core.json.Json schema, String at) {
            if (!(schema instanceof Obj described)) {
                return;
            }
            if (given instanceof Obj object && described.fields().get("properties") instanceof Obj properties) {
                object.fields().forEach((name, value) -> {
                    if (!properties.fields().containsKey(name)) {
                        throw new IllegalArgumentException("there is no '%s'".formatted(at + name));
                    }
                    requireKnown(value, properties.fields().get(name), at + name + ".");
                });
            }
            if (given instanceof Arr array && described.fields().get("items") instanceof Obj items) {
                array.items().forEach(item -> requireKnown(item, items, at));
            }
        }
    }

    /** Plain text; the model is told what to write by the description. */
    record Text(String description) implements ToolInput {

        @Override
        public org.talkoot.core.json.Json read(String arguments) {
            return new org.talkoot.core.json.Json.Text(arguments);
        }
    }
}
