package org.talkoot.bridges.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A content type without its parameters, in lower case. Absent means JSON. */
record MediaType(String name) {

    static final String JSON = "application/json";
    static final String CLOUDEVENT = "application/cloudevents+json";

    static MediaType of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new MediaType(JSON);
        }
        int end = header.indexOf(';');
        String bare = end < 0 ? header : header.substring(0, end);
        return new MediaType(bare.strip().toLowerCase(Locale.ROOT));
    }

    boolean isJson() {
        return name.endsWith("/json") || name.endsWith("+json");
    }

    boolean isText() {
        return name.startsWith("text/") && !isJson();
    }
}
