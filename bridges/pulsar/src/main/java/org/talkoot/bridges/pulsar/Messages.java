package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageIdAdv;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Place;

/** Pulsar's messages as deliveries. */
final class Messages {

    private Messages() {}

    static Delivery delivery(Message<byte[]> message) {
        MessageIdAdv id = (MessageIdAdv) message.getMessageId();
        return new Delivery(
                new Place(
                        "pulsar:" + message.getTopicName(),
                        "%d:%d:%d".formatted(id.getLedgerId(), id.getEntryId(), id.getBatchIndex())),
                key(message),
                message.getData(),
                message.getProperties(),
                Instant.ofEpochMilli(message.getPublishTime()),
                message.getRedeliveryCount() + 1);
    }

    /** Keys that were given as bytes are text all the same. */
    private static @Nullable String key(Message<byte[]> message) {
        return message.hasKey() ? new String(message.getKeyBytes(), UTF_8) : null;
    }
}
