package org.talkoot.proofs.teams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tools did to the outside world, and when: a line when a call begins, and one when it ends. One file for all
 * nodes of a test; appends of several processes do not mix, so its order is that in which things happened.
 */
record WorkLog(Path file) {

    /** What became of a call by then. */
    enum Mark {
        BEGUN,
        DONE,
        REFUSED
    }

    /**
     * One line.
     *
     * @param key the idempotency key of the call
     * @param what is done; no two pieces of work have the same
     */
    record Line(Mark mark, String tool, String key, String what, String node, Instant at) {

        private static Line read(String text) {
            String[] parts = text.split("\t", -1);
            return new Line(Mark.valueOf(parts[0]), parts[1], parts[2], parts[3], parts[4], Instant.parse(parts[5]));
        }

        /** Whose work it is. */
        String conversation() {
            return what.substring(0, what.indexOf('/'));
        }

        private String written() {
            return String.join("\t", mark.name(), tool, key, what, node, at.toString()) + "\n";
        }
    }

    static WorkLog in(Path directory) {
        return new WorkLog(directory.resolve("work.log"));
    }

    void write(Line line) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(line.written().getBytes(UTF_8)));
        }
    }

    /** All whole lines so far, in order. */
    List<Line> read() throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Line::read)
                .toList();
    }

    /** The calls that have begun and not ended, by their keys: the line that says so last. */
    static Map<String, Line> open(List<Line> lines) {
        Map<String, Line> open = new LinkedHashMap<>();
        for (Line line : lines) {
            if (line.mark() == Mark.BEGUN) {
                open.put(line.key(), line);
            } else {
                open.remove(line.key());
            }
        }
        return open;
    }
}
