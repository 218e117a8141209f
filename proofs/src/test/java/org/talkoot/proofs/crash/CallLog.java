package org.talkoot.proofs.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What the tools of a node did to the outside world: one line for each invocation, which survives the node. The outside
 * world of these tests.
 */
public final class CallLog {

    /** One invocation: which tool, under which key, and for what. */
    public record Entry(String tool, String key, String subject) {}

    private final Path file;

    public CallLog(Path directory) {
        this.file = directory.resolve("calls.log");
    }

    void write(Entry entry) throws IOException {
        String line = entry.tool() + "\t" + entry.key() + "\t" + entry.subject() + "\n";
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** All so far; of a node that was killed in the middle of a line, without that line. */
    public List<Entry> read() throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(line -> line.split("\t"))
                .filter(parts -> parts.length == 3)
                .map(parts -> new Entry(parts[0], parts[1], parts[2]))
                .toList();
    }
}
