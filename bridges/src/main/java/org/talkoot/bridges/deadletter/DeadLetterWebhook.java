package org.talkoot.bridges.deadletter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.outgoing.JournalEvents;
import org.talkoot.bridges.wire.EventWriter;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.RetryRules;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.JournalSubscriber;

/**
 * Tells somebody by HTTP of dead letters that stay until a person decides: when they are opened, or when their last
 * attempt has failed. Each at least once, as the event in JSON. A receiver that answers with anything but 2xx is told
 * again, and those behind wait; but one that cannot do anything with this very letter (400, 413, 422) does not hear of
 * it again.
 */
public final class DeadLetterWebhook implements JournalSubscriber {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterWebhook.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** It is the letter; any other answer is about the receiver, and somebody will mend that. */
    private static final Set<Integer> REFUSED = Set.of(400, 413, 422);

    private final URI uri;
    private final RetryRules rules;
    private final EventCodec codec;
    private final JournalEvents events;
    private final EventWriter writer = new EventWriter();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String opened;
    private final String failed;

    /** What was told and is not kept as the position, because one behind it in the batch failed. */
    private long told;

    public DeadLetterWebhook(URI uri, RetryRules rules, EventCodec codec, JournalEvents events) {
        this.uri = uri;
        this.rules = rules;
        this.codec = codec;
        this.events = events;
        this.opened = codec.nameOf(DeadLetterEvent.Opened.class);
        this.failed = codec.nameOf(DeadLetterEvent.RedriveFailed.class);
    }

    @Override
    public String name() {
        return "dead-letter-webhook";
    }

    /** Nobody wants to hear of what is long past. */
    @Override
    public Start start() {
        return Start.NOW;
    }

    @Override
    public int batch() {
        return 1_000;
    }

    @Override
    public boolean deliver(List<JournalEntry> entries) throws InterruptedException {
        boolean delivered = false;
        for (JournalEntry entry : entries) {
            if (entry.position() > told && stays(entry)) {
                post(entry);
                told = entry.position();
                delivered = true;
            }
        }
        return delivered;
    }

    private boolean stays(JournalEntry entry) {
        if (!entry.type().equals(opened) && !entry.type().equals(failed)) {
            return false;
        }
        return switch (entry.event(codec)) {
            case DeadLetterEvent.Opened(DeadLetter letter) -> rules.stays(letter);
            case DeadLetterEvent.RedriveFailed e -> rules.isLast(e.failure(), e.attempt());
            case Object e -> false;
        };
    }

    private void post(JournalEntry entry) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(
                        writer.write(events.event(entry), WireFormat.JSON).body()))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (REFUSED.contains(status)) {
                LOGGER.atWarn()
                        .addKeyValue("letter", entry.stream())
                        .addKeyValue("status", status)
                        .log("the webhook refuses a dead letter and is not told of it again");
            } else if (status / 100 != 2) {
                throw new BusException("the webhook answered " + status);
            }
        } catch (IOException e) {
            throw new BusException("the webhook cannot be reached", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
