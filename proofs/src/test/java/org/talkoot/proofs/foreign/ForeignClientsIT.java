package org.talkoot.proofs.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.talkoot.proofs.crash.NodeProcess;

/**
 * The blocks of {@code docs/brokers.md}, as they stand there: a task by each broker to a whole node, and its result.
 */
@Tag("heavy")
final class ForeignClientsIT {

    private static final Path PAGE = Path.of("../docs/brokers.md");
    private static final Pattern BLOCK = Pattern.compile("<!-- (\\w+) -->\n```(\\w+)\n(.*?)\n```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aTaskByHandComesInAndItsResultIsReadByHand(ForeignBroker.Kind kind) throws Exception {
        try (ForeignBroker broker = kind.startIn(directory);
                NodeProcess node = new NodeProcess(TriageNode.class, directory, broker.environment())) {
            node.awaitReady();
            broker.sender(ForeignBroker.TASKS).close(); // both wait for what the node makes
            broker.follow("agent-results", body -> {}).close();

            assertThat(run(block(kind), environment(broker)))
                    .contains("conversation.answer-posted", "tides", TriageNode.ANSWER);
        }
    }

    /** Those of a node, and the same without a scheme, for whoever opens a socket. */
    private static Map<String, String> environment(ForeignBroker broker) {
        Map<String, String> all = new TreeMap<>(broker.environment());
        broker.environment()
                .forEach((name, value) ->
                        all.put(name.replace("_URL", "_ADDRESS"), value.replaceFirst("^[a-z]+://", "")));
        return all;
    }

    private static MatchResult block(ForeignBroker.Kind kind) throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .filter(found -> found.group(1).equals(kind.toString()))
                .findFirst()
                .orElseThrow();
    }

    /** What it says; Debian's own programs before others of the same name, for those have its packages. */
    private String run(MatchResult block, Map<String, String> environment) throws Exception {
        Path said = directory.resolve("said.txt");
        String program = block.group(2).equals("python") ? "python3" : block.group(2);
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/" + program, "-c", block.group(3))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PATH", "/usr/bin:/bin");
        Process process = builder.start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(said);
        assertThat(ended).as("it has ended; it said: %s", text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
