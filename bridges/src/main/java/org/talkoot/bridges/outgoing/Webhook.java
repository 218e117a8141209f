package org.talkoot.bridges.outgoing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.wire.EventWriter;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.BusException;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.JournalSubscriber;

/**
 * Tells somebody by HTTP of some of what happens: each at least once, in order, as the event in JSON. A receiver that
 * answers with anything but 2xx is told again, and those behind wait; but one that cannot do anything with this very
 * event (400, 413, 422) does not hear of it again.
 */
public final class Webhook implements JournalSubscriber {

    private static final Logger LOGGER = LoggerFactory.getLogger(Webhook.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** It is the event; any other answer is about the receiver, and somebody will mend that. */
    private static final Set<Integer> REFUSED = Set.of(400, 413, 422);

    private final String name;
    private final URI uri;
    private final Predicate<JournalEntry> tells;
    private final JournalEvents events;
    private final EventWriter writer = new EventWriter();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** What was told and is not kept as the position, because one behind it in the batch failed. */
    private long told;

    /** @param tells of what it tells */
    public Webhook(String name, URI uri, Predicate<JournalEntry> tells, JournalEvents events) {
        this.name = name;
        this.uri = uri;
        this.tells = tells;
        this.events = events;
    }

    /**
     * Reads its address.
     *
     * @param setting where it stands
     */
    public static URI address(String setting, String url) {
        if (!url.matches("https?://[^/\\s]+\\S*")) {
            throw new IllegalArgumentException(
                    "%s must be http://HOST/... or https://HOST/..., not '%s'".formatted(setting, url));
        }
        return URI.create(url);
    }

    @Override
    public String name() {
        return name;
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
            if (entry.position() > told && tells.test(entry)) {
                post(entry);
                told = entry.position();
                delivered = true;
            }
        }
        return delivered;
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
                        .addKeyValue("webhook", name)
                        .addKeyValue("stream", entry.stream())
                        .addKeyValue("status", status)
                        .log("the webhook refuses an event and is not told of it again");
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
