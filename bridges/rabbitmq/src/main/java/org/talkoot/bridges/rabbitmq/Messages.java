package org.talkoot.bridges.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.NameToken;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.Hash;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;

/** What leaves, as RabbitMQ carries it: kept by the server, and with a routing key that says type and conversation. */
final class Messages {

    /** Bytes of a routing key and of a property: AMQP counts them in one byte. */
    private static final int MOST_BYTES = 255;

    private static final int HASH_LENGTH = 32;
    private static final int PERSISTENT = 2;
    private static final int HIGHEST_PRIORITY = 255;
    private static final String CONTENT_TYPE = "content-type";
    private static final String PRIORITY = "priority";

    private Messages() {}

    /**
     * {@code run.completed.order-7}: the type, and the conversation as a {@link NameToken}, or {@code k-} and a hash of
     * it where that would be too long.
     */
    static String routingKey(Outgoing outgoing) {
        String type = outgoing.event().type().name() + '.';
        String token = NameToken.of(outgoing.key());
        return type.length() + token.length() <= MOST_BYTES ? type + token : type + "k-" + Hash.of(token, HASH_LENGTH);
    }

    static BasicProperties properties(AgentEvent event, WireMessage message) {
        Map<String, Object> headers = new HashMap<>(message.headers());
        headers.remove(CONTENT_TYPE);
        return new BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .contentType(message.headers().get(CONTENT_TYPE))
                .messageId(fitting(event.id()))
                .type(fitting(event.type().name()))
                .correlationId(fitting(event.trace().correlation()))
                .timestamp(Date.from(event.time()))
                .priority(priority(event.metadata().get(PRIORITY)))
                .headers(headers)
                .build();
    }

    /** Copies for whoever routes or filters; the envelope has all of them whole. */
    private static @Nullable String fitting(String text) {
        return text.getBytes(UTF_8).length <= MOST_BYTES ? text : null;
    }

    /** Metadata of the event that is a priority; anything else of that name is none. */
    private static @Nullable Integer priority(@Nullable String said) {
        if (said == null || !said.matches("\\d{1,3}")) {
            return null;
        }
        int priority = Integer.parseInt(said);
        return priority <= HIGHEST_PRIORITY ? priority : null;
    }
}
