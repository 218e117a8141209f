package org.talkoot.bridges.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.event.AgentEvent;

/** Whatever comes, it is an event or a reason why it is none. */
final class FuzzTest {

    private static final int ROUNDS = 10_000;

    private final EventWriter writer = new EventWriter();
    private final EventReader reader = new EventReader();
    private final EventReader.Defaults defaults = new EventReader.Defaults("fuzz", "key", Instant.EPOCH);

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void damagedMessagesAreEventsOrUnreadable(WireFormat format) {
        Random random = new Random(format.ordinal());
        RandomEvents events = new RandomEvents(format.ordinal());
        int readable = 0;
        for (int i = 0; i < ROUNDS; i++) {
            WireMessage damaged = damaged(writer.write(events.next(), format), random);
            readable += isEvent(damaged) ? 1 : 0;
        }
        assertThat(readable).as("some of each").isBetween(1, ROUNDS - 1);
    }

    private boolean isEvent(WireMessage message) {
        try {
            requireWritable(reader.read(message, defaults));
            return true;
        } catch (UnreadableEventException e) {
            assertThat(e.reason()).isNotBlank().doesNotContain("\n");
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(new String(message.body(), StandardCharsets.UTF_8) + message.headers(), e);
        }
    }

    /** What came in can go out, in every form, and be read again. */
    private void requireWritable(AgentEvent event) {
        for (WireFormat format : WireFormat.values()) {
            assertThat(reader.read(writer.write(event, format), defaults)).isEqualTo(event);
        }
    }

    private static WireMessage damaged(WireMessage message, Random random) {
        byte[] body = message.body();
        Map<String, String> headers = new HashMap<>(message.headers());
        for (int i = random.nextInt(3); i >= 0 && body.length > 0; i--) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(5)) {
                case 0 -> body[at] = (byte) random.nextInt(256);
                case 1 -> body[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> body = Arrays.copyOf(body, at);
                case 3 -> body[at] = (byte) "{}[]\",:\\0".charAt(random.nextInt(9));
                default -> damageHeader(headers, random);
            }
        }
        return new WireMessage(body, headers);
    }

    private static void damageHeader(Map<String, String> headers, Random random) {
        String name = headers.keySet().stream().sorted().toList().get(random.nextInt(headers.size()));
        String value = headers.remove(name);
        if (random.nextBoolean()) {
            String half = value.substring(0, random.nextInt(value.length() + 1));
            headers.put(name, half + (char) random.nextInt(0xE000));
        }
    }
}
