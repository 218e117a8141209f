package org.talkoot.proofs.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Follows the feed of one conversation by server-sent events; when the connection breaks, it goes on after the last id
 * it saw, like a browser.
 */
public final class EventStream implements AutoCloseable {

    private final List<Long> sequences = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile boolean closed;

    public EventStream(Entrance node, String conversation) {
        this.reader = Thread.startVirtualThread(() -> follow(node, conversation));
    }

    /** The ids of all events so far, in the order in which they came. */
    public List<Long> sequences() {
        return List.copyOf(sequences);
    }

    private void follow(Entrance node, String conversation) {
        while (!closed) {
            try {
                read(node, conversation);
            } catch (IOException | UncheckedIOException e) {
                // the node is down; the next attempt goes on where this one broke off
            } catch (InterruptedException e) {
                return;
            }
            node.failed();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void read(Entrance node, String conversation) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri("/v1/conversations/" + conversation + "/events"))
                .timeout(Duration.ofSeconds(5))
                .header("Accept", "text/event-stream");
        if (!sequences.isEmpty()) {
            request.header("Last-Event-ID", sequences.getLast().toString());
        }
        HttpResponse<Stream<String>> response = node.http().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() == 200) {
                Frame frame = new Frame();
                lines.forEach(frame::take);
            }
        }
    }

    /** An event counts when it is complete, as in a browser: one that breaks off comes again. */
    private final class Frame {

        private long id = -1;

        void take(String line) {
            if (line.startsWith("id:")) {
                id = Long.parseLong(line.substring(3).strip());
            } else if (line.isEmpty() && id >= 0) {
                sequences.add(id);
                id = -1;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
    }
}
