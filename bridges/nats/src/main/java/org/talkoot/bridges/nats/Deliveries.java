package org.talkoot.bridges.nats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.nats.settings.SubjectTemplate;
import org.talkoot.bridges.wire.EventReader;
import org.talkoot.bridges.wire.json.Percent;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Place;

/** What a message is to the runtime: its subject may say which conversation it belongs to, and whom it is for. */
record Deliveries(List<SubjectTemplate> subjects) {

    /** Of a record of a stream. */
    Delivery of(Message message) {
        NatsJetStreamMetaData said = message.metaData();
        return new Delivery(
                Place.at("nats:" + said.getStream(), said.streamSequence()),
                conversation(message),
                message.getData(),
                headers(message),
                said.timestamp().toInstant(),
                (int) Math.min(Integer.MAX_VALUE, said.deliveredCount()));
    }

    /** Of a question, which stands nowhere. */
    Delivery of(Message message, String number) {
        return new Delivery(
                new Place("nats:" + message.getSubject(), number),
                conversation(message),
                message.getData(),
                headers(message),
                null);
    }

    private @Nullable String conversation(Message message) {
        return said(SubjectTemplate.CONVERSATION, message).orElse(null);
    }

    private Optional<String> said(String name, Message message) {
        return subjects.stream()
                .filter(template -> template.matches(message.getSubject()))
                .findFirst()
                .flatMap(template -> template.value(name, message.getSubject()));
    }

    /** Header values are ASCII, and what is not is percent-encoded; those of CloudEvents their reader decodes. */
    private static String text(String name, String value) {
        return name.toLowerCase(Locale.ROOT).startsWith("ce-") ? value : Percent.decode(value);
    }

    private Map<String, String> headers(Message message) {
        Map<String, String> headers = new HashMap<>();
        Headers found = message.getHeaders();
        if (found != null) {
            found.forEach((name, values) -> headers.put(name, values.isEmpty() ? "" : text(name, values.getFirst())));
        }
        said(SubjectTemplate.AGENT, message)
                .filter(agent -> headers.keySet().stream().noneMatch(EventReader.TARGET_HEADER::equalsIgnoreCase))
                .ifPresent(agent -> headers.put(EventReader.TARGET_HEADER, agent));
        return headers;
    }
}
