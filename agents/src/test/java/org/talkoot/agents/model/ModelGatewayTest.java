package org.talkoot.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.agents.model.Requests.admit;
import static org.talkoot.agents.model.Requests.answer;
import static org.talkoot.agents.model.Requests.request;
import static org.talkoot.agents.model.Requests.terms;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

final class ModelGatewayTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestProbe<ModelGateway.Progress> replies = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void everyCallIsAnsweredOnce() {
        ActorRef<ModelGateway.Command> gateway = gateway((request, deltas) -> answer("ok", "x/y"));
        for (int call = 1; call <= 2_000; call++) {
            gateway.tell(admit(request("t" + call % 7, call), replies.ref()));
        }
        assertThat(replies.receiveSeveralMessages(2_000))
                .extracting(ModelGateway.Progress::origin)
                .doesNotHaveDuplicates();
        assertThat(meters.get(MetricNames.DURATION).timer().count()).isEqualTo(2_000);
        assertThat(meters.get(MetricNames.TOKENS)
                        .tag(MetricNames.TOKEN_TYPE, "input")
                        .summary()
                        .totalAmount())
                .isEqualTo(200_000);
    }

    @Test
    void piecesOfTheAnswerAreHeardWhileItComes() {
        List<String> heard = new CopyOnWriteArrayList<>();
        ModelClient client = (request, deltas) -> {
            deltas.next(request.origin(), "o");
            deltas.next(request.origin(), "k");
            return answer("ok", "x/y");
        };
        KIT.spawn(ModelGateway.create(ModelRegistry.of(client), (origin, text) -> heard.add(text), meters))
                .tell(admit(request("a", 1), replies.ref()));
        replies.receiveMessage();
        assertThat(heard).containsExactly("o", "k");
    }

    @Test
    void twoWhoAskTheSameShareOneCall() {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch bothAsked = new CountDownLatch(1);
        ActorRef<ModelGateway.Command> gateway = gateway((request, deltas) -> {
            calls.incrementAndGet();
            bothAsked.await();
            return answer("ok", "x/y");
        });
        TestProbe<ModelGateway.Progress> second = KIT.createTestProbe();
        gateway.tell(admit(request("a", 1), replies.ref()));
        gateway.tell(admit(request("a", 1), second.ref()));
        gateway.tell(admit(request("a", 1), second.ref()));
        gateway.tell(new ModelGateway.Cancel(request("z", 1).origin()));
        await().until(() -> calls.get() == 1);
        bothAsked.countDown();
        replies.receiveMessage();
        second.receiveMessage();
        second.expectNoMessage();
        assertThat(calls).hasValue(1);
    }

    @Test
    void aCancelledCallIsInterruptedAndSaysWhatItHasCost() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        ActorRef<ModelGateway.Command> gateway = gateway((request, deltas) -> {
            deltas.next(request.origin(), "12345678");
            called.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return answer("never", "x/y");
        });
        gateway.tell(admit(request("a", 1), replies.ref()));
        called.await();
        gateway.tell(new ModelGateway.Cancel(request("a", 1).origin()));
        interrupted.await();
        // 100 are the estimate of its input; a token for each four characters that came
        assertThat(outcome())
                .isInstanceOfSatisfying(
                        ModelOutcome.Failed.class, f -> assertThat(f.usage()).isEqualTo(TokenUsage.of(100, 2)));
        replies.expectNoMessage();
    }

    @Test
    void aPassingFailureIsRepeatedAndCounted() {
        AtomicInteger calls = new AtomicInteger();
        ActorRef<ModelGateway.Command> gateway = gateway((request, deltas) -> calls.incrementAndGet() < 2
                ? new ModelOutcome.Failed(new ModelFailure.Unavailable("down"), TokenUsage.of(5, 0))
                : answer("ok", "x/y"));
        gateway.tell(admit(request("a", 1), replies.ref()));
        assertThat(outcome())
                .isInstanceOfSatisfying(
                        ModelOutcome.Replied.class, r -> assertThat(r.usage()).isEqualTo(TokenUsage.of(105, 20)));
        assertThat(meters.get(MetricNames.RETRIES).counter().count()).isOne();
    }

    @Test
    void aClientThatThrowsFailsTheCall() {
        ActorRef<ModelGateway.Command> gateway = gateway((request, deltas) -> {
            throw new IllegalStateException("a bug");
        });
        gateway.tell(admit(request("a", 1), replies.ref()));
        assertThat(outcome())
                .isInstanceOfSatisfying(
                        ModelOutcome.Failed.class,
                        f -> assertThat(f.failure()).isInstanceOf(ModelFailure.Rejected.class));
    }

    @Test
    void whateverGoesWrongInTheGatewayEndsOnlyTheCallThatWasBeingHandled() {
        CountDownLatch broken = new CountDownLatch(1);
        ActorRef<ModelGateway.Command> gateway = KIT.spawn(ModelGateway.create(
                ModelRegistry.resolving(
                        name -> {
                            if (name.value().equals("a/bug")) {
                                throw new StackOverflowError("a bug");
                            }
                        },
                        (request, deltas) -> {
                            broken.await();
                            return answer("ok", "x/y");
                        }),
                Deltas.ignored(),
                meters));
        gateway.tell(admit(request("a", 1), replies.ref()));
        gateway.tell(admit(request("a", 2, "a/bug"), replies.ref()));
        assertThat(replies.receiveMessage()).isInstanceOfSatisfying(ModelGateway.Completed.class, c -> {
            assertThat(c.origin()).isEqualTo(request("a", 2).origin());
            assertThat(c.outcome()).isInstanceOf(ModelOutcome.Failed.class);
        });
        broken.countDown();
        assertThat(outcome()).isInstanceOf(ModelOutcome.Replied.class);
        gateway.tell(admit(request("a", 3), replies.ref()));
        assertThat(outcome()).isInstanceOf(ModelOutcome.Replied.class);
        await().until(() -> meters.get(MetricNames.IN_FLIGHT).gauge().value() == 0);
    }

    @Test
    void aMeterThatThrowsHarmsNoCall() {
        meters.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new AssertionError("a bug");
            }
        });
        ActorRef<ModelGateway.Command> gateway = gateway((request, deltas) -> answer("ok", "x/y"));
        for (int call = 1; call <= 3; call++) {
            gateway.tell(admit(request("a", call), replies.ref()));
            assertThat(outcome()).isInstanceOf(ModelOutcome.Replied.class);
        }
    }

    @Test
    void anAnswerThatBeginsAnewSaysSo() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        ModelClient client = (request, deltas) -> {
            deltas.next(request.origin(), "o");
            if (calls.incrementAndGet() < 2) {
                return new ModelOutcome.Failed(new ModelFailure.Unavailable("cut"), TokenUsage.of(5, 1));
            }
            deltas.next(request.origin(), "k");
            return answer("ok", "x/y");
        };
        KIT.spawn(ModelGateway.create(ModelRegistry.of(client), hearing(heard), meters))
                .tell(admit(request("a", 1), replies.ref()));
        outcome();
        assertThat(heard).containsExactly("o", "(anew)", "o", "k");
    }

    @Test
    void anAnswerThatMustNotBeHeardYetIsNotHeard() {
        List<String> heard = new CopyOnWriteArrayList<>();
        ModelClient client = (request, deltas) -> {
            deltas.next(request.origin(), "secret");
            return answer("secret", "x/y");
        };
        KIT.spawn(ModelGateway.create(ModelRegistry.of(client), hearing(heard), meters))
                .tell(new ModelGateway.Admit(request("a", 1), terms(request("a", 1), false), replies.ref()));
        outcome();
        assertThat(heard).isEmpty();
    }

    @Test
    void aCallThatItsProviderMakesWaitSaysUntilWhenAndIsOpenMeanwhile() {
        OpenCalls open = new OpenCalls();
        AtomicInteger calls = new AtomicInteger();
        ModelClient client = (request, deltas) -> calls.incrementAndGet() < 2
                ? new ModelOutcome.Failed(
                        new ModelFailure.RateLimited("busy", Duration.ofMillis(2_100)), TokenUsage.NONE)
                : answer("ok", "x/y");
        ModelRequest request = request("a", 1);
        KIT.spawn(ModelGateway.create(ModelRegistry.of(client), Deltas.ignored(), AttachmentStore.NONE, meters, open))
                .tell(admit(request, replies.ref()));
        assertThat(replies.receiveMessage())
                .isInstanceOfSatisfying(
                        ModelGateway.Delayed.class, d -> assertThat(d.reason()).isEqualTo("rate-limited"));
        assertThat(open.any(request.origin().agent().conversation())).isTrue();
        assertThat(outcome()).isInstanceOf(ModelOutcome.Replied.class);
        assertThat(open.any(request.origin().agent().conversation())).isFalse();
    }

    private static Deltas hearing(List<String> heard) {
        return new Deltas() {
            @Override
            public void next(ModelRequest.Origin origin, String text) {
                heard.add(text);
            }

            @Override
            public void restarted(ModelRequest.Origin origin) {
                heard.add("(anew)");
            }
        };
    }

    private ModelOutcome outcome() {
        return ((ModelGateway.Completed) replies.receiveMessage()).outcome();
    }

    private ActorRef<ModelGateway.Command> gateway(ModelClient client) {
        return KIT.spawn(ModelGateway.create(ModelRegistry.of(client), Deltas.ignored(), meters));
    }
}
