package org.talkoot.persistence.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.Aggregate;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.Conversation;
import org.talkoot.core.conversation.ConversationLimits;
import org.talkoot.core.run.AgentRun;
import org.talkoot.persistence.story.Stories;
import org.talkoot.persistence.story.Story;

/**
 * Folds the recorded journals of every release with today's code and compares with the states that were recorded beside
 * them. One event a line; states by stream.
 *
 * <p>To record those of a new release: {@code mvn -pl persistence -am test -Dtest=RecordedJournalsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dtalkoot.journals.record=0.2.0}. Never record over a release that is out.
 */
final class RecordedJournalsTest {

    private static final Path JOURNALS = Path.of("src/test/resources/journals");
    private static final AgentDefinition ANY = AgentDefinition.of("any", "Any", CodeBrain.answering(view -> ""));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventCodec codec = EventCodec.standard();

    @BeforeAll
    static void recordIfAsked() throws IOException {
        String release = System.getProperty("talkoot.journals.record", "");
        if (!release.isEmpty()) {
            new RecordedJournalsTest().record(JOURNALS.resolve(release));
        }
    }

    private void record(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, Story> story : Stories.all().entrySet()) {
            Path journal = directory.resolve(story.getKey() + ".jsonl");
            Files.writeString(journal, lines(story.getValue()));
            Files.writeString(statesOf(journal), tree(story.getValue().states()).toPrettyString() + "\n");
        }
    }

    static List<Path> recordedJournals() throws IOException {
        try (Stream<Path> files = Files.walk(JOURNALS)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recordedJournals")
    void foldsReleasedHistoryToTheSameState(Path journal) throws IOException {
        Map<StreamId, Object> states = new LinkedHashMap<>();
        for (String line : Files.readAllLines(journal)) {
            JsonNode event = JSON.readTree(line);
            StreamId stream = StreamId.parse(event.get("stream").asText());
            Object decoded = codec.decode(
                    event.get("type").asText(),
                    event.get("version").asInt(),
                    JSON.writeValueAsBytes(event.get("data")));
            states.put(stream, fold(stream, states.get(stream), decoded));
        }

        assertThat(tree(states)).isEqualTo(JSON.readTree(Files.readString(statesOf(journal))));
    }

    /** The same state as it was stored before budgets were handed down. */
    @Test
    void readsAStateInWhichNothingIsPromised() throws IOException {
        JsonNode state = JSON.readTree(Files.readString(JOURNALS.resolve("0.1.0/unfinished.states.json")))
                .path("default/unfinished|triage");
        ObjectNode older = state.deepCopy();
        ((ObjectNode) older.at("/active/progress/spend")).remove("promised");

        assertThat(codec.decode("run-state", 3, JSON.writeValueAsBytes(older)))
                .isEqualTo(codec.decode("run-state", 5, JSON.writeValueAsBytes(state)));
    }

    /** The same state as it was stored before anybody outside could say anything to a run. */
    @Test
    void readsAStateInWhichNobodyOutsideSaidAnything() throws IOException {
        JsonNode state = JSON.readTree(Files.readString(JOURNALS.resolve("0.1.0/unfinished.states.json")))
                .path("default/unfinished|triage");
        ObjectNode older = state.deepCopy();
        ((ObjectNode) older.get("active")).remove("outside");

        assertThat(codec.decode("run-state", 4, JSON.writeValueAsBytes(older)))
                .isEqualTo(codec.decode("run-state", 5, JSON.writeValueAsBytes(state)));
    }

    private String lines(Story story) {
        return story.writes().stream()
                .flatMap(write -> write.events().stream().map(event -> line(write.stream(), event)))
                .collect(joining("\n", "", "\n"));
    }

    private String line(StreamId stream, Object event) {
        Encoded encoded = codec.encode(event);
        ObjectNode line = JSON.createObjectNode();
        line.put("stream", stream.toString());
        line.put("type", encoded.type());
        line.put("version", encoded.version());
        line.set("data", read(encoded));
        return line.toString();
    }

    private JsonNode tree(Map<StreamId, Object> states) {
        ObjectNode tree = JSON.createObjectNode();
        states.forEach((stream, state) -> tree.set(stream.toString(), read(codec.encodeState(state))));
        return tree;
    }

    private static JsonNode read(Encoded encoded) {
        try {
            return JSON.readTree(new String(encoded.json(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path statesOf(Path journal) {
        return journal.resolveSibling(journal.getFileName().toString().replace(".jsonl", ".states.json"));
    }

    private static Object fold(StreamId stream, Object state, Object event) {
        return switch (stream) {
            case StreamId.OfConversation s -> fold(conversation(s.conversation()), state, event);
            case StreamId.OfAgent s -> fold(new AgentRun(s.agent(), ANY, AgentCatalog.of(ANY)), state, event);
            case StreamId.OfInbox s -> throw new IllegalStateException("no story has an inbox: " + s);
            case StreamId.OfDeadLetter s -> throw new IllegalStateException("no story has a dead letter: " + s);
            case StreamId.OfSchedule s -> throw new IllegalStateException("no story has a schedule: " + s);
            case StreamId.OfMemory s -> throw new IllegalStateException("no story has a memory: " + s);
        };
    }

    private static Conversation conversation(ConversationId id) {
        return new Conversation(id, AgentCatalog.of(ANY), ConversationLimits.DEFAULT);
    }

    @SuppressWarnings("unchecked") // the stream says which aggregate its events belong to
    private static <E, S> Object fold(Aggregate<?, E, S, ?> aggregate, Object state, Object event) {
        S before = state == null ? aggregate.initial() : (S) state;
        return aggregate.fold(before, List.of((E) event));
    }
}
