package org.talkoot.gateway.events;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Agents that publish, hear, ask and fail, and what the tests of events say to their node. */
final class EventFixture {

    private static final Duration LONG = Duration.ofSeconds(30);

    private EventFixture() {}

    static Talkoot application() {
        return Talkoot.agents(List.of(
                agent("greeter", view -> answer("Hello " + view.task())),
                agent("classifier", EventFixture::classify),
                agent("billing", view -> answer("bill " + view.task()))
                        .withSubscriptions(Subscription.to("intent.identified.*")),
                agent("auditor", view -> answer(view.event().orElse("?")))
                        .withSubscriptions(
                                Subscription.to("intent.>").keyedBy(event -> "audit"),
                                Subscription.to("shop.order-paid").keyedBy(event -> "audit")),
                agent("asker", view -> ask(view, "price.wanted")),
                agent("lonely", view -> ask(view, "nobody.hears")),
                agent("pricer", view -> answer("42 for " + view.task()))
                        .withSubscriptions(Subscription.to("price.wanted")),
                agent("fussy", EventFixture::fuss).withSubscriptions(Subscription.to("fuss.made")),
                agent("sleeper", EventFixture::sleep).withSubscriptions(Subscription.to("bed.made")),
                agent("blurter", EventFixture::blurt),
                agent("scribe", view -> answer(view.task())).withSubscriptions(Subscription.to("blurt.made")),
                agent("lost", view -> ask(view, "bad.key")),
                agent("circle", EventFixture::goRound).withSubscriptions(Subscription.to("circle.turn")),
                agent("mortician", EventFixture::mourn).withSubscriptions(Subscription.to("dead-letter.opened")),
                agent("badkey", view -> answer("never"))
                        .withSubscriptions(Subscription.to("bad.key").keyedBy(event -> "no key!"))));
    }

    private static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, name, new CodeBrain(brain));
    }

    private static Next answer(String text) {
        return new Next.Answer(text);
    }

    private static Next classify(RunView view) {
        return view.steps().isEmpty()
                ? new Next.Publish("intent.identified.billing", "{\"amount\":7}")
                : answer("published");
    }

    private static Next ask(RunView view, String type) {
        return view.lastStep().orElse(null) instanceof Step.Replied replied
                ? answer(
                        switch (replied.outcome()) {
                            case RunOutcome.Answered o -> "they say " + o.text();
                            case RunOutcome.Failed o -> o.failure().code();
                            case RunOutcome.HandedOff o -> "handed off";
                        })
                : new Next.Request(type, "{\"item\":\"pen\"}", Duration.ofSeconds(3));
    }

    private static Next fuss(RunView view) {
        return view.task().contains("bad")
                ? new Next.Fail(new RunFailure.GaveUp("output-invalid", "I cannot say this."))
                : answer("fine: " + view.task());
    }

    private static Next blurt(RunView view) {
        return view.steps().isEmpty() ? new Next.Publish("blurt.made", view.task()) : answer("said");
    }

    private static Next sleep(RunView view) {
        return view.task().contains("bad")
                ? new Next.Fail(new RunFailure.GaveUp("no-bed", "no bed"))
                : new Next.Sleep(Duration.ofMinutes(50));
    }

    private static Next mourn(RunView view) {
        return view.task().contains("mortal")
                ? new Next.Fail(new RunFailure.GaveUp("overcome", "mortal"))
                : answer("mourned");
    }

    private static Next goRound(RunView view) {
        return view.steps().isEmpty() ? new Next.Publish("circle.turn", "{}") : answer("another round");
    }

    static String event(String id, String type, String rest) {
        return "{\"event_id\":\"%s\",\"event_type\":\"%s\"%s}".formatted(id, type, rest);
    }

    static String answerOf(LocalNode node, String conversation) {
        await().atMost(LONG)
                .until(() ->
                        !node.feed(conversation, "conversation.answer-posted").isEmpty());
        return node.feed(conversation, "conversation.answer-posted")
                .getLast()
                .at("/data/text")
                .asText();
    }

    static JsonNode letterOf(LocalNode node, String conversation, String status) {
        String query = "/v1/dead-letters?conversation=" + conversation + "&status=" + status;
        await().atMost(LONG)
                .until(() -> !node.get(query, 200).get("dead_letters").isEmpty());
        return node.get(query, 200).get("dead_letters").get(0);
    }
}
