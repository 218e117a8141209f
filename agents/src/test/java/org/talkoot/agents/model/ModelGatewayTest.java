package org.talkoot.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.agents.model.Requests.answer;
import static org.talkoot.agents.model.Requests.request;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

final class ModelGatewayTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestProbe<ModelGateway.Completed> replies = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void everyCallIsAnsweredOnce() {
        ActorRef<ModelGateway.Command> gateway = gateway((request, deltas) -> answer("ok", "x/y"));
        for (int call = 1; call <= 2_000; call++) {
            gateway.tell(new ModelGateway.Admit(request("t" + call % 7, call), replies.ref()));
        }
        assertThat(replies.receiveSeveralMessages(2_000))
                .extracting(ModelGateway.Completed::origin)
                .doesNotHaveDuplicates();
        assertThat(meters.get(MetricNames.DURATION).timer().count()).isEqualTo(2_000);
        assertThat(
                        meters.get(MetricNames.TOKENS)
                                .tag(MetricNames.TOKEN_TYPE, "input")
                                .summary()
                                .totalAmount())
                .isEqualTo(200_000);
    }

    @Test
    void piecesOfTheAnswerAreHeardWhileItComes() {
        List<String> heard = new CopyOnWriteArrayList<>();
        ModelClient client =
                (request, deltas) -> {
                    deltas.next(request.origin(), "o");
                    deltas.next(request.origin(), "k");
                    return answer("ok", "x/y");
                };
        KIT.spawn(
                        ModelGateway.create(
                                ModelRegistry.of(client),
                                (origin, text) -> heard.add(text),
                                meters))
                .tell(new ModelGateway.Admit(request("a", 1), replies.ref()));
        replies.receiveMessage();
        assertThat(heard).containsExactly("o", "k");
    }

    @Test
    void twoWhoAskTheSameShareOneCall() {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch bothAsked = new CountDownLatch(1);
        ActorRef<ModelGateway.Command> gateway =
                gateway(
                        (request, deltas) -> {
                            calls.incrementAndGet();
                            bothAsked.await();
                            return answer("ok", "x/y");
                        });
        TestProbe<ModelGateway.Completed> second = KIT.createTestProbe();
        gateway.tell(new ModelGateway.Admit(request("a", 1), replies.ref()));
        gateway.tell(new ModelGateway.Admit(request("a", 1), second.ref()));
        gateway.tell(new ModelGateway.Admit(request("a", 1), second.ref()));
        gateway.tell(new ModelGateway.Cancel(request("z", 1).origin()));
        await().until(() -> calls.get() == 1);
        bothAsked.countDown();
        replies.receiveMessage();
        second.receiveMessage();
        second.expectNoMessage();
        assertThat(calls).hasValue(1);
    }

    @Test
    void aCancelledCallIsInterruptedAndNobodyIsAnswered() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        ActorRef<ModelGateway.Command> gateway =
                gateway(
                        (request, deltas) -> {
                            called.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                interrupted.countDown();
                            }
                            return answer("never", "x/y");
                        });
        gateway.tell(new ModelGateway.Admit(request("a", 1), replies.ref()));
        called.await();
        gateway.tell(new ModelGateway.Cancel(request("a", 1).origin()));
        interrupted.await();
        replies.expectNoMessage();
    }

    @Test
    void aPassingFailureIsRepeatedAndCounted() {
        AtomicInteger calls = new AtomicInteger();
        ActorRef<ModelGateway.Command> gateway =
                gateway(
                        (request, deltas) ->
                                calls.incrementAndGet() < 2
                                        ? new ModelOutcome.Failed(
                                                new ModelFailure.Unavailable("down"),
                                                TokenUsage.of(5, 0))
                                        : answer("ok", "x/y"));
        gateway.tell(new ModelGateway.Admit(request("a", 1), replies.ref()));
        assertThat(replies.receiveMessage().outcome())
                .isInstanceOfSatisfying(
                        ModelOutcome.Replied.class,
                        r -> assertThat(r.usage()).isEqualTo(TokenUsage.of(105, 20)));
        assertThat(meters.get(MetricNames.RETRIES).counter().count()).isOne();
    }

    @Test
    void aClientThatThrowsFailsTheCall() {
        ActorRef<ModelGateway.Command> gateway =
                gateway(
                        (request, deltas) -> {
                            throw new IllegalStateException("a bug");
                        });
        gateway.tell(new ModelGateway.Admit(request("a", 1), replies.ref()));
        assertThat(replies.receiveMessage().outcome())
                .isInstanceOfSatisfying(
                        ModelOutcome.Failed.class,
                        f -> assertThat(f.failure()).isInstanceOf(ModelFailure.Rejected.class));
    }

    private ActorRef<ModelGateway.Command> gateway(ModelClient client) {
        return KIT.spawn(ModelGateway.create(ModelRegistry.of(client), Deltas.ignored(), meters));
    }
}
