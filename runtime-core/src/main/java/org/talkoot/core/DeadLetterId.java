package org.talkoot.core;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** One dead letter. Derived from what died, so that the same failure never makes two. */
public record DeadLetterId(String value) {

    private static final Pattern VALUE = Pattern.compile("[a-z0-9-]{1,64}");

    public DeadLetterId {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a dead letter id is 1 to 64 of a-z 0-9 -, but is '%s'".formatted(value));
        }
    }

    /** Of what is named like this; the same name never makes two. */
    public static DeadLetterId of(String name) {
        return of(name.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #of(String)}, for names that are not text. */
    public static DeadLetterId of(byte[] name) {
        return new DeadLetterId(UUID.nameUUIDFromBytes(name).toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
