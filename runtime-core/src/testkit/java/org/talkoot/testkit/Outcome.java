package org.talkoot.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AssertProvider;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.tool.ToolCall;

/**
 * What came of a scenario.
 *
 * @param journal what was written, by stream, in order
 * @param states what each stream folds to
 * @param calls the calls that tools received, each once
 * @param batches how many writes there were
 * @param took virtual time from the beginning to the last write
 */
public record Outcome(
        Map<StreamId, List<?>> journal, Map<StreamId, Object> states, List<ToolCall> calls, int batches, Duration took)
        implements AssertProvider<OutcomeAssert> {

    static Outcome of(World world, List<FakeTool> tools) {
        List<ToolCall> calls = new ArrayList<>();
        tools.forEach(tool -> calls.addAll(tool.calls()));
        return new Outcome(world.journal(), world.states(), calls, world.batches(), world.elapsed());
    }

    /** The texts of the answers, in order. */
    public List<String> answers() {
        return of(ConversationEvent.AnswerPosted.class)
                .map(ConversationEvent.AnswerPosted::text)
                .toList();
    }

    /**
     * The answers as values of a type, in order.
     *
     * @throws AssertionError that shows the story, when one is none
     */
    public <T> List<T> answers(Class<T> type) {
        return answers().stream().map(text -> value(type, text)).toList();
    }

    private <T> T value(Class<T> type, String text) {
        return switch (DataType.of(type).read(text)) {
            case DataType.Reading.Fits<T> fits -> fits.value();
            case DataType.Reading.Misfits<T> misfits ->
                throw new AssertionError("'%s' is no %s: %s%n--- the story%n%s"
                        .formatted(text, type.getSimpleName(), misfits.problems(), inShort()));
        };
    }

    /** {@code assertThat(outcome)} is an {@link OutcomeAssert}. */
    @Override
    public OutcomeAssert assertThat() {
        return new OutcomeAssert(this);
    }

    /** The types of the events that agents published or asked with, in the order of each agent. */
    public List<String> published() {
        return of(RunEvent.class)
                .flatMap(event -> switch (event) {
                    case RunEvent.EventPublished e -> Stream.of(e.eventType());
                    case RunEvent.ReplyRequested e -> Stream.of(e.eventType());
                    case RunEvent other -> Stream.empty();
                })
                .toList();
    }

    /**
     * What models were told, in the order of each agent: instructions, examples and messages, word for word, as the
     * journal has them.
     */
    public List<ModelRequest> told() {
        return Told.by(journal);
    }

    /** How often a model was asked, all agents together. */
    public int modelCalls() {
        return (int) of(RunEvent.ModelCallRequested.class).count();
    }

    /** What models took, all agents together. */
    public TokenUsage spent() {
        return of(RunEvent.class)
                .map(event -> switch (event) {
                    case RunEvent.ModelReplied e -> e.usage();
                    case RunEvent.ModelCallFailed e -> e.usage();
                    case RunEvent.LateUsageCharged e -> e.usage();
                    case RunEvent.SummaryWritten e -> e.usage();
                    case RunEvent.SummaryFailed e -> e.usage();
                    case RunEvent.GuardrailAnswered e -> e.usage();
                    case RunEvent.GuardrailFailed e -> e.usage();
                    case RunEvent other -> TokenUsage.NONE;
                })
                .reduce(TokenUsage.NONE, TokenUsage::plus);
    }

    /** Who answered, in order. */
    public List<String> answerers() {
        return of(ConversationEvent.AnswerPosted.class)
                .map(e -> e.agent().value())
                .toList();
    }

    /** The codes of the failures of turns, in order. */
    public List<String> failures() {
        return of(ConversationEvent.class)
                .flatMap(Outcome::failure)
                .map(RunFailure::code)
                .toList();
    }

    private static Stream<RunFailure> failure(ConversationEvent event) {
        return switch (event) {
            case ConversationEvent.TurnFailed e -> Stream.of(e.failure());
            case ConversationEvent.TurnAbandoned e -> Stream.of(e.failure());
            case ConversationEvent.MessagePosted e -> Stream.empty();
            case ConversationEvent.RunRequested e -> Stream.empty();
            case ConversationEvent.AnswerPosted e -> Stream.empty();
            case ConversationEvent.HandedOff e -> Stream.empty();
            case ConversationEvent.TurnProlonged e -> Stream.empty();
            case ConversationEvent.Reassigned e -> Stream.empty();
            case ConversationEvent.AttributesChanged e -> Stream.empty();
            case ConversationEvent.ConversationRemoved e -> Stream.empty();
            case ConversationEvent.AbandonedRunSettled e -> Stream.empty();
        };
    }

    /** The texts that one agent answered with, in order, whoever asked or whatever woke it. */
    public List<String> answersOf(String agent) {
        return journal.entrySet().stream()
                .filter(entry -> entry.getKey().entity().equals(agent))
                .flatMap(entry -> entry.getValue().stream())
                .filter(RunEvent.RunAnswered.class::isInstance)
                .map(event -> ((RunEvent.RunAnswered) event).text())
                .toList();
    }

    /** Why events woke nobody who subscribes to them, in order. */
    public List<FailureClass> stopped() {
        return of(DeadLetterEvent.Opened.class).map(e -> e.letter().failure()).toList();
    }

    /** The names of the tools that were called, in order. */
    public List<String> toolsCalled() {
        return calls.stream().map(ToolCall::tool).toList();
    }

    /** The names of the events of one agent, in order, and of its other instances after that. */
    public List<String> eventsOf(String agent) {
        return journal.entrySet().stream()
                .filter(entry -> isOf(entry.getKey(), agent))
                .flatMap(entry -> entry.getValue().stream())
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private static boolean isOf(StreamId stream, String agent) {
        return switch (stream) {
            case StreamId.OfAgent s ->
                s.agent().type().value().equals(agent) || s.entity().equals(agent);
            case StreamId.OfConversation s -> false;
            case StreamId.OfInbox s -> false;
            case StreamId.OfDeadLetter s -> false;
            case StreamId.OfSchedule s -> false;
            case StreamId.OfMemory s -> false;
        };
    }

    /** All events of one kind, of all streams. */
    public <T> Stream<T> of(Class<T> kind) {
        return journal.values().stream()
                .flatMap(List::stream)
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** The journal in short, to be read by people. */
    public String inShort() {
        return journal.entrySet().stream()
                .map(entry -> entry.getKey() + "\n" + lines(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String lines(List<?> events) {
        return events.stream().map(event -> "  " + shortened(event)).collect(Collectors.joining("\n"));
    }

    private static String shortened(Object event) {
        String text = event instanceof RunEvent run ? run.toString() : event.toString();
        return text.length() <= 160 ? text : text.substring(0, 160) + "...";
    }
}
