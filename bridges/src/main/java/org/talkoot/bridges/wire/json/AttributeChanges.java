package org.talkoot.bridges.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.core.event.Attributes;

/** Changes of a conversation's attributes as JSON: an object of strings; null removes. */
public final class AttributeChanges {

    private AttributeChanges() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none, in words for whoever sent it
     */
    public static Attributes.Change read(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("attributes are an object of strings");
        }
        Map<String, String> set = new LinkedHashMap<>();
        List<String> removed = new ArrayList<>();
        for (Map.Entry<String, JsonNode> attribute : json.properties()) {
            JsonNode value = attribute.getValue();
            if (value.isTextual()) {
                set.put(attribute.getKey(), value.textValue());
            } else if (value.isNull()) {
                removed.add(attribute.getKey());
            } else {
                throw new IllegalArgumentException("an attribute is a string, or null to remove it");
            }
        }
        return new Attributes.Change(set, removed);
    }
}
