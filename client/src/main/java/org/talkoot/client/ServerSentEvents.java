package org.talkoot.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events as nodes write them: one line of data each. Comments, the signs of life, are skipped. */
final class ServerSentEvents implements AutoCloseable {

    private final InputStream in;
    private final int longest;

    ServerSentEvents(InputStream in, int longest) {
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
                throw new TalkootException.Unreadable("an item of the feed has more than %d bytes".formatted(longest));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
