package org.talkoot.core.json;

import java.io.Serial;

/** A text that is not the JSON it should be, and where. */
public final class JsonSyntaxException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    JsonSyntaxException(String what, int at) {
        super("%s at character %d".formatted(what, at + 1));
    }
}
