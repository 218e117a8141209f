package org.talkoot.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;

/**
 * One agent that is written to again and again, with models that count in their own ways. {@code -Dtalkoot.turns=10000}
 * for the whole proof.
 */
final class LongConversationTest {

    private static final int TURNS = Integer.getInteger("talkoot.turns", 2_000);
    private static final int TENTH = TURNS / 10;
    private static final int WINDOW = 8_000;

    private static final ConversationId TALK = ConversationId.of("long");
    private static final AgentId SELF = AgentId.in(TALK, new AgentType("clerk"));

    private final List<RunEvent> journal = new ArrayList<>();
    private RunState state;
    private AgentRun agent;

    private void begin(ContextPolicy policy) {
        AgentDefinition clerk =
                AgentDefinition.of("clerk", "", LlmBrain.of("Be brief.")).withContext(policy);
        agent = new AgentRun(SELF, clerk, AgentCatalog.of(clerk));
        state = agent.initial();
    }

    /** Plays a turn to its end, and whatever goes on beside it. */
    private void turn(int number, String text, NarrowModel model) {
        RunId run = RunId.of(new MessageId("m-" + number), 1);
        Message said = new Message.User(new MessageId("m-" + number), text, Instant.EPOCH);
        tell(new RunCommand.StartRun(
                new RunRequest(run, new RunOrigin.Turn(TALK), List.of(said), List.of()), Instant.EPOCH));
        Queue<RunEffect.CallModel> calls = new ArrayDeque<>(calls());
        while (!calls.isEmpty()) {
            RunEffect.CallModel call = calls.remove();
            tell(new RunCommand.RecordModelOutcome(
                    call.origin().call(), model.call(call.request(), Deltas.ignored()), Instant.EPOCH));
            if (calls.isEmpty()) {
                calls.addAll(calls());
            }
        }
        tell(new RunCommand.ConfirmOutcome(run));
        assertThat(state).isInstanceOf(RunState.Idle.class);
    }

    private List<RunEffect.CallModel> calls() {
        return agent.outstanding(state).stream()
                .filter(RunEffect.CallModel.class::isInstance)
                .map(RunEffect.CallModel.class::cast)
                .toList();
    }

    private void tell(RunCommand command) {
        if (agent.decide(state, command) instanceof Decision.Accept<RunEvent>(List<RunEvent> events)) {
            for (RunEvent event : events) {
                journal.add(event);
                state = agent.evolve(state, event);
            }
        }
    }

    private <E> List<E> of(Class<E> kind) {
        return journal.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.3, 0.9})
    void manyTurnsFitAndCostTheSame(double tokensOfACharacter) {
        begin(ContextPolicy.of(WINDOW).summarised());
        Random random = new Random(7);
        NarrowModel model = new NarrowModel(
                WINDOW, tokensOfACharacter, request -> new ModelReply.Answer("yes. ".repeat(10 + random.nextInt(30))));
        for (int turn = 1; turn <= TURNS; turn++) {
            turn(turn, "no? ".repeat(10 + random.nextInt(30)), model);
        }

        assertThat(of(RunEvent.RunFailed.class)).isEmpty();
        assertThat(model.tokens()).hasSize(TURNS).allMatch(tokens -> tokens <= WINDOW);
        double early = average(model.tokens().subList(TENTH, 2 * TENTH));
        assertThat(average(model.tokens().subList(9 * TENTH, TURNS))).isBetween(0.8 * early, 1.2 * early);
        assertThat((double) events(9 * TENTH, TURNS))
                .isBetween(0.9 * events(TENTH, 2 * TENTH), 1.1 * events(TENTH, 2 * TENTH));
        assertEachPieceIsSummarisedOnce();
    }

    private static double average(List<Long> tokens) {
        return tokens.stream().mapToLong(Long::longValue).average().orElseThrow();
    }

    /** How many events these turns took. */
    private long events(int after, int upTo) {
        int turns = 0;
        long events = 0;
        for (RunEvent event : journal) {
            turns += event instanceof RunEvent.RunStarted ? 1 : 0;
            events += turns > after && turns <= upTo ? 1 : 0;
        }
        return events;
    }

    private void assertEachPieceIsSummarisedOnce() {
        List<RunEvent.SummaryRequested> asked = of(RunEvent.SummaryRequested.class);
        assertThat(asked).isNotEmpty();
        assertThat(of(RunEvent.SummaryWritten.class)).hasSameSizeAs(asked);
        assertThat(asked).extracting(RunEvent.SummaryRequested::upTo).isSorted().doesNotHaveDuplicates();
    }

    /** Nothing that is not shown is lost but what no summary has told of yet. */
    @Test
    void whatIsLeftOutIsInASummary() {
        begin(ContextPolicy.of(1_000).summarised());
        Set<Integer> summarised = new HashSet<>();
        NarrowModel model = new NarrowModel(1_000, 0.25, request -> new ModelReply.Answer("well"));
        for (int turn = 1; turn <= 300; turn++) {
            turn(turn, "number %d: %s".formatted(turn, "x".repeat(100)), model);
        }

        model.summaries()
                .forEach(request -> request.messages().stream()
                        .filter(message -> message.text().startsWith("number "))
                        .forEach(message -> assertThat(summarised.add(Integer.parseInt(message.text()
                                        .substring(7, message.text().indexOf(':')))))
                                .as(message.text())
                                .isTrue()));
        int cut = state.memory().context().cuts().from();
        assertThat(cut).isGreaterThan(500);
        state.memory().history().subList(0, cut).stream()
                .filter(Message.User.class::isInstance)
                .forEach(message -> assertThat(summarised)
                        .contains(Integer.parseInt(
                                message.text().substring(7, message.text().indexOf(':')))));
    }

    @Test
    void withoutSummariesTheBeginningIsLeftOutAndWhatIsPinnedStays() {
        begin(ContextPolicy.of(1_000).pinning(message -> message.text().contains("PIN")));
        List<Boolean> pinned = new ArrayList<>();
        NarrowModel model = new NarrowModel(1_000, 0.25, request -> {
            pinned.add(request.messages().stream().anyMatch(m -> m.text().contains("PIN")));
            return new ModelReply.Answer("well");
        });
        turn(1, "PIN: I am allergic to nuts.", model);
        for (int turn = 2; turn <= 500; turn++) {
            turn(turn, "x".repeat(150), model);
        }

        assertThat(pinned).hasSize(500).doesNotContain(false);
        assertThat(of(RunEvent.SummaryRequested.class)).isEmpty();
        assertThat(of(RunEvent.RunFailed.class)).isEmpty();
        assertThat(of(RunEvent.HistoryFitted.class)).hasSizeLessThan(150);
    }

    /** It says 4,000 tokens where there are 1,000: providers are believed, not policies. */
    @Test
    void aWindowThatIsSmallerThanWasSaidIsFoundOut() {
        begin(ContextPolicy.of(4_000).summarised());
        NarrowModel model = new NarrowModel(1_000, 0.25, request -> new ModelReply.Answer("well"));
        for (int turn = 1; turn <= 200; turn++) {
            turn(turn, "x".repeat(150), model);
        }

        assertThat(of(RunEvent.ModelCallFailed.class)).isNotEmpty();
        assertThat(of(RunEvent.RunFailed.class)).isEmpty();
    }
}
