package org.talkoot.core.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.Evaluator.Verdict;
import org.talkoot.core.brain.flow.Flow;
import org.talkoot.core.brain.flow.FlowStep;
import org.talkoot.core.brain.team.ContractNet;
import org.talkoot.core.brain.team.ContractNet.Bid;
import org.talkoot.core.brain.team.ContractNet.Bidder;
import org.talkoot.core.brain.team.ContractNet.Inquiry;
import org.talkoot.core.brain.team.GroupChat;
import org.talkoot.core.brain.team.GroupChat.Speaker;
import org.talkoot.core.brain.team.Plan;
import org.talkoot.core.brain.team.Supervisor;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** An answer that is a value is one of that type still when a brain is made of the one that gave it. */
final class TypedAnswersTest {

    record Offer(String what, int cents) {}

    private static final Offer OFFER = new Offer("tiles", 1_200);
    private static final String JSON = "{\"what\":\"tiles\",\"cents\":1200}";

    private static final Brain OFFERS = new CodeBrain(view -> Next.Answer.data(OFFER));
    private static final Brain ACCEPTS = Evaluator.code(
            submission -> submission.draft(Offer.class).map(Offer::cents).orElse(0) > 0
                    ? Verdict.accept()
                    : Verdict.reject("It is no offer."));
    private static final Brain REJECTS = Evaluator.code(submission -> Verdict.reject("no"));

    @ParameterizedTest(name = "{0}")
    @MethodSource("brains")
    void theAnswerKeepsItsType(String pattern, Brain brain) {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("desk", "", brain), seller()).says("tiles"));

        assertThat(outcome.of(AnswerPosted.class)).singleElement().satisfies(answer -> {
            assertThat(answer.dataType()).isEqualTo("Offer");
            assertThat(answer.text()).isEqualTo(JSON);
        });
    }

    static Stream<Arguments> brains() {
        Evaluator accepted = Evaluator.of("offer", OFFERS, ACCEPTS);
        return Stream.of(
                Arguments.of("evaluator", accepted),
                Arguments.of(
                        "evaluator, or the last",
                        Evaluator.of("offer", OFFERS, REJECTS).atMost(2).orLast()),
                Arguments.of(
                        "evaluator, or the first",
                        Evaluator.of("offer", OFFERS, REJECTS)
                                .atMost(2)
                                .or(attempts -> attempts.getFirst().answer())),
                Arguments.of("evaluator of an evaluator", Evaluator.of("outer", accepted, ACCEPTS)),
                Arguments.of("sequence", Sequence.of("all", CodeBrain.answering(view -> "go on"), accepted)),
                Arguments.of("router", new Router("way", view -> "only", Map.of("only", OFFERS))),
                Arguments.of(
                        "parallel, the first", Parallel.of(Map.of("a", OFFERS)).first()),
                Arguments.of("flow", flow()),
                Arguments.of(
                        "supervisor",
                        Supervisor.named("boss")
                                .worker("seller", "sells")
                                .planning(new CodeBrain(view -> Next.Answer.data(
                                        new Plan(List.of(new Plan.Task("t", "seller", "tiles", List.of()))))))
                                .closing(OFFERS)),
                Arguments.of("contract net", ContractNet.among(Bidder.of("seller", "ann"))),
                Arguments.of(
                        "group chat",
                        GroupChat.of("panel", Speaker.of("seller")).atMost(2)),
                Arguments.of(
                        "group chat with a vote",
                        GroupChat.of("panel", Speaker.of("seller")).atMost(1).untilVoted()));
    }

    @Test
    void theAnswerOfAModelIsJudgedAndKeepsItsType() {
        Evaluator offer = Evaluator.of("offer", LlmBrain.of("Make an offer.").answering(Offer.class), ACCEPTS);

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("desk", "", offer))
                .model(ScriptedModel.of(turn().answers("{\"what\":\"tiles\",\"cents\":0}"), turn().answers(JSON)))
                .says("tiles"));

        assertThat(outcome.of(AnswerPosted.class).map(AnswerPosted::dataType)).containsExactly("Offer");
        assertThat(outcome.of(RunEvent.Noted.class).map(note -> note.label() + " " + note.dataType()))
                .containsExactly("draft:offer Offer", "verdict:offer null", "draft:offer Offer", "verdict:offer null");
    }

    @Test
    void proseStaysProse() {
        Brain prose = Evaluator.of("note", CodeBrain.answering(view -> JSON), ACCEPTS);

        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("desk", "", prose)).says("tiles"));

        assertThat(outcome.of(AnswerPosted.class))
                .singleElement()
                .satisfies(answer -> assertThat(answer.dataType()).isNull());
    }

    @Test
    void valuesAreJoinedAsValues() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of(
                        "desk", "", Parallel.of(Map.of("a", OFFERS, "b", after(Duration.ofSeconds(5), "a \"word\"")))))
                .says("tiles"));

        assertThat(outcome.answers()).containsExactly("{\"a\":%s,\"b\":\"a \\\"word\\\"\"}".formatted(JSON));
    }

    @Test
    void aFanGathersValuesAsValues() {
        Brain fan = Fan.over(task -> List.of("1", "2"), "each", OFFERS, item -> item);

        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("desk", "", fan)).says("tiles"));

        assertThat(outcome.answers()).containsExactly("[%s,%s]".formatted(JSON, JSON));
    }

    private static Flow flow() {
        FlowStep<String, Offer> offer = FlowStep.part("offer", String.class, Offer.class, OFFERS);
        return Flow.taking("sale", String.class).start(offer).end(offer).build();
    }

    /** Bids, and sells: as a bidder, as a speaker, and as somebody who votes. */
    private static AgentDefinition seller() {
        return AgentDefinition.of(
                "seller",
                "",
                new CodeBrain(view -> view.task(Inquiry.class).orElse(null) instanceof Inquiry.ForBid
                        ? Next.Answer.data(Bid.of(1))
                        : Next.Answer.data(OFFER)));
    }

    private static Brain after(Duration time, String text) {
        return new CodeBrain(view -> view.steps().isEmpty() ? new Next.Sleep(time) : new Next.Answer(text));
    }
}
