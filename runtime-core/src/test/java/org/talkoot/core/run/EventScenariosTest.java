package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.event.Subscription;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Agents that tell each other by events, killed after each of their events. */
final class EventScenariosTest {

    private static final Duration NIGHT = Duration.ofDays(1);

    private static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, name, new CodeBrain(brain));
    }

    private static Next publish(RunView view, String type) {
        return view.steps().isEmpty()
                ? new Next.Publish(type, "{\"of\":\"%s\"}".formatted(view.task()))
                : new Next.Answer("told");
    }

    private static final AgentDefinition CLASSIFIER = agent("classifier", view -> publish(view, "intent.identified"));

    private static AgentDefinition hearing(String name, String type) {
        return agent(name, view -> new Next.Answer(name + " heard " + view.task()))
                .withSubscriptions(Subscription.to(type));
    }

    @Test
    void whatOneAgentPublishesWakesAllWhoSubscribe() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        CLASSIFIER,
                        hearing("billing", "intent.*"),
                        hearing("audit", "intent.identified"),
                        hearing("deaf", "other.*"))
                .says("pay"));

        assertThat(outcome.answers()).containsExactly("told");
        assertThat(outcome.answersOf("billing")).containsExactly("billing heard {\"of\":\"pay\"}");
        assertThat(outcome.answersOf("audit")).containsExactly("audit heard {\"of\":\"pay\"}");
        assertThat(outcome.eventsOf("deaf")).isEmpty();
    }

    @Test
    void anEventFromOutsideBeginsAChain() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        CLASSIFIER.withSubscriptions(Subscription.to("mail.received")), hearing("billing", "intent.*"))
                .hears("mail.received", "1")
                .hears("mail.received", "2"));

        assertThat(outcome.answersOf("billing"))
                .containsExactly("billing heard {\"of\":\"1\"}", "billing heard {\"of\":\"2\"}");
    }

    @Test
    void aRequestIsAnsweredByWhoSubscribes() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        agent("asker", view -> ask(view, "price.wanted")), hearing("pricer", "price.wanted"))
                .says("pen"));

        assertThat(outcome.answers()).containsExactly("they say pricer heard pen");
    }

    @Test
    void aRequestThatNobodyHearsEndsInTime() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(agent("asker", view -> ask(view, "price.wanted"))).says("pen"));

        assertThat(outcome.answers()).containsExactly("no-reply");
    }

    private static Next ask(RunView view, String type) {
        return view.lastStep().orElse(null) instanceof Step.Replied replied
                ? new Next.Answer(
                        switch (replied.outcome()) {
                            case RunOutcome.Answered o -> "they say " + o.text();
                            case RunOutcome.Failed o -> o.failure().code();
                            case RunOutcome.HandedOff o -> "handed off";
                        })
                : new Next.Request(type, view.task(), Duration.ofMinutes(3));
    }

    @Test
    void aKeyThatIsNoneStopsTheEvent() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        CLASSIFIER,
                        agent("lost", view -> new Next.Answer("never"))
                                .withSubscriptions(Subscription.to("intent.*").keyedBy(event -> "no key!")))
                .says("pay"));

        assertThat(outcome.stopped()).containsExactly(FailureClass.UNROUTABLE);
    }

    @Test
    void agentsThatWakeEachOtherWithoutARestAreStopped() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        agent("ping", view -> publish(view, "pong.wanted"))
                                .withSubscriptions(Subscription.to("ping.wanted")),
                        agent("pong", view -> publish(view, "ping.wanted"))
                                .withSubscriptions(Subscription.to("pong.wanted")))
                .says("go"));

        assertThat(outcome.stopped()).containsExactly(FailureClass.CIRCULAR_DELEGATION);
        assertThat(outcome.answersOf("ping")).hasSize(17);
        assertThat(outcome.answersOf("pong")).hasSize(16);
    }

    @Test
    void aRestThatIsTooShortDoesNotMakeACircleGood() {
        Outcome outcome = everyNight(Duration.ofSeconds(10), 1_000).run();

        assertThat(outcome.stopped()).containsExactly(FailureClass.CIRCULAR_DELEGATION);
        assertThat(outcome.answersOf("watch")).hasSizeLessThan(50);
    }

    @Test
    void anAgentThatWakesItselfEveryNightIsTheSameWhereverItIsKilled() {
        Outcome outcome = ReplayCheck.atEveryEvent(everyNight(NIGHT, 40));

        assertThat(outcome.stopped()).isEmpty();
        assertThat(outcome.answersOf("watch")).hasSize(40);
    }

    @Test
    void anAgentThatWakesItselfEveryNightLivesForYears() {
        Outcome outcome = everyNight(NIGHT, 1_100).run();

        assertThat(outcome.stopped()).isEmpty();
        assertThat(outcome.answersOf("watch")).hasSize(1_100).endsWith("night 1100");
    }

    /** A watch that sleeps in each of its runs and then wakes itself for the next. */
    private static Scenario everyNight(Duration rest, int nights) {
        AgentDefinition watch = agent("watch", view -> watch(view, rest, nights))
                .withSubscriptions(Subscription.to("night.fell"))
                .withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofDays(2)));
        return Scenario.of(watch).hears("night.fell", "1");
    }

    private static Next watch(RunView view, Duration rest, int nights) {
        int night = Integer.parseInt(view.task());
        return switch (view.lastStep().orElse(null)) {
            case null -> new Next.Sleep(rest);
            case Step.Woke woke when night < nights -> new Next.Publish("night.fell", Integer.toString(night + 1));
            default -> new Next.Answer("night " + night);
        };
    }
}
