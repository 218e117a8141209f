package org.talkoot.eval.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.eval.node.Application;
import org.talkoot.eval.node.NodeHttp;
import org.talkoot.eval.suite.Place;
import org.talkoot.eval.suite.Suite;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.gateway.node.Talkoot;

/**
 * A conversation that was recorded once and is to go the same way with code that has changed. Models and tools say what
 * they said then; what models are told now, and what is asked for, is compared. No model is asked and no tool is run.
 *
 * <pre>{@code
 * @Test
 * void refundsAreMadeAsTheyWere() {
 *     GoldenConversation.read(Path.of("src/test/golden/refund.json")).requireSame(Desk.application());
 * }
 * }</pre>
 *
 * <p>A change that is meant is accepted with {@code -Dtalkoot.golden.update=true}: the file is written anew, and its
 * diff is what a review sees.
 */
public final class GoldenConversation {

    /** A system property; {@code true} accepts what is different. */
    public static final String UPDATE = "talkoot.golden.update";

    private final Path file;
    private final Golden golden;

    private GoldenConversation(Path file, Golden golden) {
        this.file = file;
        this.golden = golden;
    }

    /**
     * Reads one.
     *
     * @throws SuiteException when it is none, in words
     */
    public static GoldenConversation read(Path file) {
        return new GoldenConversation(file, GoldenFile.read(file));
    }

    /**
     * Records one from a node, in a file; the node only reads. It is replayed at once with the code in this process,
     * and has to go as it went there.
     *
     * @param conversation its URL, such as {@code http://localhost:8080/v1/conversations/demo}
     * @param token for a node that asks who calls
     * @param application the class that has {@code static Talkoot application()}
     * @throws SuiteException when it cannot be replayed, and why
     */
    public static GoldenConversation record(
            String conversation, Optional<String> token, String application, Path file) {
        int split = conversation.indexOf("/v1/conversations/");
        if (split < 0) {
            throw SuiteException.because(
                    "a conversation is recorded from its URL, such as http://localhost:8080/v1/conversations/demo, not '%s'"
                            .formatted(conversation));
        }
        try (NodeHttp node = new NodeHttp(conversation.substring(0, split), token)) {
            Map<String, String> agents = new HashMap<>();
            List<JsonNode> feed = node.feed(conversation.substring(split + "/v1/conversations/".length()));
            Golden said = Recording.of(
                    application,
                    feed,
                    run -> agents.computeIfAbsent(
                            run, id -> node.get("/v1/runs/" + id).path("agent").asText()));
            Golden played = Replay.of(said, named(application));
            requireFaithful(said, played);
            GoldenConversation recorded = new GoldenConversation(file, played);
            recorded.write(played);
            return recorded;
        } catch (IllegalStateException | UncheckedIOException e) {
            throw SuiteException.because("the node does not give the conversation: " + e.getMessage());
        }
    }

    /** What models were told is not compared: it is not known of the node. */
    private static void requireFaithful(Golden said, Golden played) {
        List<String> ways = Differences.between(said.withoutTold(), played.withoutTold());
        if (!ways.isEmpty()) {
            throw SuiteException.because(
                    "with the code that is here the conversation goes another way than it went there, so it cannot be recorded: "
                            + String.join("; ", ways));
        }
    }

    private static Talkoot named(String application) {
        return Application.named(new Suite.Named(application, new Place("application", 1)));
    }

    /** Replays it with the application that the file names. */
    public List<String> differences() {
        return differences(named(golden.application()));
    }

    /**
     * Replays it.
     *
     * @return what is different, in words; empty: nothing is
     * @throws SuiteException when the application's node does not start
     */
    public List<String> differences(Talkoot application) {
        return Differences.between(golden, Replay.of(golden, application));
    }

    /**
     * Replays it, and fails with what is different.
     *
     * @throws AssertionError which says what is told differently and which steps differ
     */
    public void requireSame(Talkoot application) {
        Golden played = Replay.of(golden, application);
        List<String> different = Differences.between(golden, played);
        if (different.isEmpty()) {
            return;
        }
        if (Boolean.getBoolean(UPDATE)) {
            write(played);
            return;
        }
        throw new AssertionError("%s goes another way (-D%s=true accepts it):%n%s"
                .formatted(file, UPDATE, String.join(System.lineSeparator(), different)));
    }

    /** Accepts whatever is different now: the file is written anew. */
    public void update() {
        write(Replay.of(golden, named(golden.application())));
    }

    private void write(Golden changed) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, GoldenFile.text(changed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
