package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The feed of a conversation: everything that is journalled for it after a position, each once and in order, and pieces
 * of answers while they are written. What is past comes first, then the feed goes on as things happen.
 *
 * <p>When the node dies or the network is cut, the feed finds a node again by itself, for as long as the client has
 * patience, and goes on after the last event ({@link FeedItem.Resumed}). Nothing is read from the network that nobody
 * asks for, so a slow reader slows the node's sending, and costs it a bounded buffer; pieces that it was too slow for
 * are dropped and said to be.
 *
 * <p>For one reading thread; {@link #close} from any.
 */
public final class Feed implements AutoCloseable {

    private final Wire wire;
    private final String path;
    private long position;
    private boolean isCut;
    private volatile boolean closed;

    private volatile @Nullable Events events;

    Feed(Wire wire, String path, long after) {
        this.wire = wire;
        this.path = path;
        this.position = after;
    }

    /** The sequence of the last event that was given out, to go on after in another process. */
    public long position() {
        return position;
    }

    /**
     * Waits for what comes next.
     *
     * @return empty when this feed was closed
     * @throws TalkootException.Unreachable when no node was found for as long as the client has patience; may be asked
     *     again
     * @throws TalkootException.NotFound when the conversation has been removed
     */
    public Optional<FeedItem> next() {
        Wire.Attempts attempts = wire.attempts();
        while (!closed) {
            try {
                Events open = events;
                if (open == null) {
                    events = wire.feed(path, position);
                    if (closed) {
                        release();
                    } else if (isCut) {
                        isCut = false;
                        return Optional.of(new FeedItem.Resumed(position));
                    }
                    continue;
                }
                Optional<Events.Sent> sent = open.next();
                if (sent.isPresent()) {
                    Optional<FeedItem> item = item(sent.get());
                    if (item.isPresent()) {
                        return item;
                    }
                    continue;
                }
                cut();
                attempts.failed(wire.unreachable(new IOException("the feed ended")), Duration.ZERO);
            } catch (IOException e) {
                cut();
                if (!closed) {
                    attempts.failed(wire.unreachable(e), Duration.ZERO);
                }
            }
        }
        return Optional.empty();
    }

    /** Listens from now on, if a node is there; otherwise {@link #next} looks for one. */
    void connect() {
        try {
            events = wire.feed(path, position);
        } catch (IOException e) {
            isCut = true;
        }
    }

    private void cut() {
        isCut |= events != null;
        release();
    }

    /** What this client does not know yet is passed over, and so is an event that came already. */
    private Optional<FeedItem> item(Events.Sent sent) {
        JsonNode data = Json.parse(sent.data());
        return switch (sent.event()) {
            case "delta" ->
                Optional.of(new FeedItem.Piece(
                        text(data, "run_id"),
                        text(data, "call_id"),
                        text(data, "agent"),
                        text(data, "text"),
                        data.path("truncated").asBoolean()));
            case "delta-restart" ->
                Optional.of(new FeedItem.Anew(text(data, "run_id"), text(data, "call_id"), text(data, "agent")));
            default -> event(data);
        };
    }

    private Optional<FeedItem> event(JsonNode data) {
        long sequence = data.path("sequence").asLong();
        if (sequence <= position) {
            return Optional.empty();
        }
        FeedItem event =
                new FeedItem.Event(sequence, text(data, "type"), Instant.parse(text(data, "time")), data.path("data"));
        position = sequence;
        return Optional.of(event);
    }

    private static String text(JsonNode data, String name) {
        return data.path(name).asText();
    }

    private void release() {
        Events open = events;
        events = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // it is over either way, and what was not read comes again
                isCut = true;
            }
        }
    }

    /** Whoever waits in {@link #next} is let go. */
    @Override
    public void close() {
        closed = true;
        release();
    }

    /**
     * Reads server-sent events as nodes write them: one line of data each. Comments, the signs of life, are skipped.
     */
    static final class Events implements AutoCloseable {

        private final InputStream in;
        private final int longest;

        Events(InputStream in, int longest) {
            this.in = new BufferedInputStream(in);
            this.longest = longest;
        }

        /** One event: its name and its data. */
        record Sent(String event, String data) {}

        /** The next one; empty at the end. An event that was cut is none. */
        Optional<Sent> next() throws IOException {
            String event = "";
            String data = "";
            while (true) {
                Optional<String> line = line();
                if (line.isEmpty()) {
                    return Optional.empty();
                }
                String text = line.get();
                if (text.startsWith("event:")) {
                    event = text.substring(6).strip();
                } else if (text.startsWith("data:")) {
                    data = text.substring(5).strip();
                } else if (text.isEmpty() && !data.isEmpty()) {
                    return Optional.of(new Sent(event, data));
                }
            }
        }

        private Optional<String> line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    return Optional.of(line.toString(StandardCharsets.UTF_8));
                }
                line.write(next);
                if (line.size() > longest) {
                    throw new TalkootException.Unreadable(
                            "an item of the feed has more than %d bytes".formatted(longest));
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
