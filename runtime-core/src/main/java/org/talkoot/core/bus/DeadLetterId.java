package org.talkoot.core.bus;

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

    /** Of a delivery that nothing could be made of. */
    public static DeadLetterId of(Place place) {
        return of("place " + place);
    }

    static DeadLetterId of(String name) {
        return new DeadLetterId(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
