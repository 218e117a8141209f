package org.talkoot.core.brain.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.AgentHandle;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.ToolHandle;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Flows as they run: what is asked, in which order, and what it comes to, whatever crashes. */
final class FlowTest {

    record Ask(String what) {}

    record Found(String text) {}

    record Both(Found hotel, Found flight) {}

    private static final ToolHandle<Ask, Found> SEARCH = ToolHandle.of("search", Ask.class, Found.class);

    private static final FlowStep<String, Ask> PREPARE = FlowStep.code("prepare", String.class, Ask.class, Ask::new);
    private static final FlowStep<Ask, Found> HOTEL = FlowStep.tool("hotel", SEARCH);
    private static final FlowStep<Ask, Found> FLIGHT = FlowStep.tool("flight", SEARCH);
    private static final FlowStep<Both, String> OFFER = FlowStep.code(
            "offer",
            Both.class,
            String.class,
            both -> both.hotel().text() + " and " + both.flight().text());
    private static final FlowStep<Found, String> SAY = FlowStep.code("say", Found.class, String.class, Found::text);

    @Test
    void twoAtTheSameTimeAreJoined() {
        Outcome outcome = told(trip());

        assertThat(outcome.answers()).containsExactly("found rome and found rome");
        assertThat(outcome.of(RunEvent.ToolCallsRequested.class)).hasSize(1);
        assertThat(notes(outcome))
                .containsExactly("prepare = {\"what\":\"rome\"}", "offer = found rome and found rome");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rome", "atlantis"})
    void oneOfTwoWaysIsChosenAndWrittenDown(String where) {
        FlowStep<Found, String> sorry = FlowStep.code("sorry", Found.class, String.class, found -> "Nothing there.");
        Flow flow = Flow.taking("trip", String.class)
                .start(PREPARE)
                .after(PREPARE, HOTEL)
                .when(HOTEL, "nothing", found -> found.text().contains("atlantis"), sorry)
                .otherwise(HOTEL, SAY)
                .end(SAY)
                .end(sorry)
                .build();

        Outcome outcome = told(flow, where);

        boolean there = where.equals("rome");
        assertThat(outcome.answers()).containsExactly(there ? "found rome" : "Nothing there.");
        assertThat(notes(outcome)).contains(there ? "hotel -> otherwise" : "hotel -> nothing");
    }

    @Test
    void aLoopEndsByItsBound() {
        FlowStep<String, String> draft = FlowStep.code("draft", String.class, String.class, text -> text + "!");
        FlowStep<String, String> rest = FlowStep.sleep("rest", String.class, Duration.ofMinutes(1));
        FlowStep<String, String> done = FlowStep.code("done", String.class, String.class, text -> "at last: " + text);
        Flow flow = Flow.taking("letter", String.class)
                .start(draft)
                .after(draft, rest)
                .again(rest, "too quiet", text -> text.length() < 100, draft, 2)
                .otherwise(rest, done)
                .end(done)
                .build();

        Outcome outcome = told(flow, "hey");

        assertThat(outcome.answers()).containsExactly("at last: hey!!!");
        assertThat(notes(outcome).stream().filter(note -> note.startsWith("rest")))
                .containsExactly("rest -> too quiet", "rest -> too quiet", "rest -> otherwise");
    }

    @Test
    void theFirstOfTwoGoesOnAndTheOtherIsGivenUp() {
        FlowStep<String, String> slow = FlowStep.part("slow", String.class, String.class, after(90));
        FlowStep<String, String> quick = FlowStep.part("quick", String.class, String.class, after(30));
        FlowStep<String, String> polish =
                FlowStep.code("polish", String.class, String.class, text -> text + ", polished");
        FlowStep<String, String> take = FlowStep.code("take", String.class, String.class, text -> "took " + text);
        Flow flow = Flow.taking("race", String.class)
                .start(slow)
                .start(quick)
                .after(slow, polish)
                .either(List.of(polish, quick), take)
                .end(take)
                .build();

        Outcome outcome = told(flow, "go");

        assertThat(outcome.answers()).containsExactly("took after PT30S");
        assertThat(outcome.of(RunEvent.CallsGivenUp.class)).hasSize(1);
        assertThat(outcome.eventsOf("desk--slow")).contains("RunFailed").doesNotContain("RunAnswered");
    }

    @Test
    void aTimeIsAWayToo() {
        FlowStep<String, Decision> ask =
                FlowStep.question("ask", String.class, Duration.ofDays(2), text -> "Shall I go to " + text + "?");
        FlowStep<String, String> wait = FlowStep.sleep("wait", String.class, Duration.ofSeconds(5));
        FlowStep<String, Decision> late =
                FlowStep.code("late", String.class, Decision.class, text -> new Decision(false, "too late"));
        FlowStep<Decision, String> end =
                FlowStep.code("say", Decision.class, String.class, said -> said.yes() + ": " + said.comment());
        Flow flow = Flow.taking("question", String.class)
                .start(ask)
                .start(wait)
                .after(wait, late)
                .either(List.of(ask, late), end)
                .end(end)
                .build();

        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(desk(flow)).people(Person.named("ann").approves()).says("rome"));

        assertThat(outcome.answers()).containsExactly("false: too late");
    }

    @Test
    void anAgentIsAskedForAText() {
        FlowStep<String, String> ask = FlowStep.agent("ask", AgentHandle.of("colleague", String.class, String.class));
        Flow flow = Flow.taking("one", String.class).start(ask).end(ask).build();

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        desk(flow),
                        AgentDefinition.of("colleague", "", CodeBrain.answering(view -> "I heard " + view.task())))
                .says("you"));

        assertThat(outcome.answers()).containsExactly("I heard you");
        assertThat(flow.needs().agents()).hasSize(1);
    }

    @Test
    void whatFailsFailsTheRunWithItsReason() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(desk(trip()))
                .tools(FakeTool.named("search").failing("closed", "It is closed."))
                .says("rome"));

        assertThat(outcome.failures()).containsExactly("closed");
    }

    @Test
    void whatFailsGoesOnWhereItIsHandled() {
        FlowStep<Trouble, String> sorry =
                FlowStep.code("sorry", Trouble.class, String.class, why -> "%s: %s".formatted(why.step(), why.code()));
        Flow flow = Flow.taking("trip", String.class)
                .start(PREPARE)
                .after(PREPARE, HOTEL)
                .after(HOTEL, SAY)
                .failed(HOTEL, sorry)
                .end(SAY)
                .end(sorry)
                .build();

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(desk(flow))
                .tools(FakeTool.named("search").failing("closed", "It is closed."))
                .says("rome"));

        assertThat(outcome.answers()).containsExactly("hotel: closed");
    }

    @Test
    void whoFailsLosesAndTheOtherIsWaitedFor() {
        FlowStep<Ask, Found> patient =
                FlowStep.part("patient", Ask.class, Found.class, answering("{\"text\":\"by hand\"}"));
        Flow flow = Flow.taking("trip", String.class)
                .start(PREPARE)
                .after(PREPARE, HOTEL)
                .after(PREPARE, patient)
                .either(List.of(HOTEL, patient), SAY)
                .end(SAY)
                .build();

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(desk(flow))
                .tools(FakeTool.named("search").failing("closed", "It is closed."))
                .says("rome"));

        assertThat(outcome.answers()).containsExactly("by hand");
    }

    @Test
    void whatASideBringsThatIsOfAnotherKindIsAFailure() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(desk(trip()))
                .tools(FakeTool.named("search").returning("{\"txt\":1}"))
                .says("rome"));

        assertThat(outcome.failures()).containsExactly("unreadable-result");
    }

    @Test
    void theDrawingOfARunShowsWhereItStands() {
        List<String> drawn = new ArrayList<>();
        Flow flow = trip();
        Brain drawing = CodeBrain.watching(view -> {
            drawn.add(flow.mermaid(view));
            return flow.next(view);
        });

        scenario(drawing, "rome").run();

        assertThat(flow.mermaid()).isEqualTo("""
                flowchart TD
                    task([String])
                    s_prepare["prepare"]
                    s_hotel[["hotel"]]
                    s_flight[["flight"]]
                    s_offer["offer"]
                    task --> s_prepare
                    s_prepare --> s_hotel
                    s_prepare --> s_flight
                    join_s_offer{{"all of"}}
                    s_hotel --> join_s_offer
                    s_flight --> join_s_offer
                    join_s_offer --> s_offer
                    answer([answer])
                    s_offer --> answer
                """);
        assertThat(drawn.getFirst()).contains("class s_prepare open");
        assertThat(drawn).anyMatch(text -> text.contains("class s_hotel,s_flight open"));
        assertThat(drawn.getLast())
                .contains("class s_prepare,s_hotel,s_flight,s_offer came")
                .contains("linkStyle 0,1,2,3,4,5,6 stroke-width:3px");
    }

    private static Flow trip() {
        return Flow.taking("trip", String.class)
                .start(PREPARE)
                .after(PREPARE, HOTEL)
                .after(PREPARE, FLIGHT)
                .join(List.of(HOTEL, FLIGHT), OFFER)
                .end(OFFER)
                .build();
    }

    private static Outcome told(Flow flow) {
        return told(flow, "rome");
    }

    private static Outcome told(Flow flow, String says) {
        return ReplayCheck.atEveryEvent(scenario(flow, says));
    }

    private static Scenario scenario(Brain flow, String says) {
        return Scenario.of(desk(flow))
                .tools(FakeTool.named("search").returning("{\"text\":\"found %s\"}".formatted(says)))
                .says(says);
    }

    private static AgentDefinition desk(Brain brain) {
        return AgentDefinition.of("desk", "", brain);
    }

    private static Brain after(int seconds) {
        Duration time = Duration.ofSeconds(seconds);
        return new CodeBrain(view -> view.steps().isEmpty() ? new Next.Sleep(time) : new Next.Answer("after " + time));
    }

    private static Brain answering(String text) {
        return new CodeBrain(
                view -> view.steps().isEmpty() ? new Next.Sleep(Duration.ofMinutes(1)) : new Next.Answer(text));
    }

    private static List<String> notes(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class).map(RunEvent.Noted::text).toList();
    }
}
