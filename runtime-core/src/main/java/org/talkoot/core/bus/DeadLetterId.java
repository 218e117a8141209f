package org.talkoot.core.bus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    /**
     * Of a delivery that nothing could be made of. A place alone does not tell: a broker whose
     * topic was made anew counts from the beginning again, and what stands there is another thing.
     */
    public static DeadLetterId of(Delivery delivery) {
        String key = delivery.key() == null ? "" : delivery.key();
        byte[] name =
                "place %s at %s key %d %s "
                        .formatted(delivery.place(), delivery.at(), key.length(), key)
                        .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(name, name.length + delivery.body().length);
        System.arraycopy(delivery.body(), 0, all, name.length, delivery.body().length);
        return of(all);
    }

    static DeadLetterId of(String name) {
        return of(name.getBytes(StandardCharsets.UTF_8));
    }

    private static DeadLetterId of(byte[] name) {
        return new DeadLetterId(UUID.nameUUIDFromBytes(name).toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
