package org.talkoot.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a worker acknowledges, what it reports, and what it never does twice. */
final class WorkerTest {

    private static final Instant LATER = Instant.now().plusSeconds(3_600);
    private static final ObjectNode NOTHING_MORE = Request.JSON.createObjectNode();

    private final ListedBroker broker = new ListedBroker();
    private final List<Worker> workers = new ArrayList<>();

    private void begin(Worker.Builder worker) {
        workers.add(worker.start());
    }

    @AfterEach
    void stop() {
        workers.forEach(Worker::close);
    }

    @Test
    void whatMayBeRepeatedIsAcknowledgedAfterItsReport() {
        begin(echo());
        broker.request("k1", "after", LATER, NOTHING_MORE);

        awaitHappened("tool.completed", "acknowledged");
        JsonNode report = broker.reports().getFirst();
        assertThat(report.at("/payload/token").textValue()).isEqualTo("t-k1");
        assertThat(report.at("/payload/result").textValue()).isEqualTo("k1");
        assertThat(report.get("event_id").textValue()).isEqualTo("k1:1:completed");
        assertThat(report.get("conversation_id").textValue()).isEqualTo("c1");
        assertThat(report.at("/metadata/tenant").textValue()).isEqualTo("acme");
    }

    @Test
    void whatMayNotBeRepeatedIsClaimedBeforeItBegins() {
        begin(echo());
        broker.request("k1", "before", LATER, NOTHING_MORE);

        awaitHappened("claimed", "tool.completed");
    }

    @Test
    void whatIsSomebodyElsesByNowIsNotBegun() {
        AtomicInteger begun = new AtomicInteger();
        begin(Worker.on(broker.losing()).tool("echo", call -> begun.incrementAndGet()));
        broker.request("k1", "before", LATER, NOTHING_MORE);

        awaitHappened("lost");
        assertThat(begun).hasValue(0);
    }

    @Test
    void whatMayNotBeRepeatedIsBegunOnceHereHoweverOftenItComes() {
        begin(echo());
        broker.request("k1", "before", LATER, NOTHING_MORE);
        awaitHappened("claimed", "tool.completed");
        broker.request("k1", "before", LATER, NOTHING_MORE);

        awaitHappened("claimed", "tool.completed", "acknowledged");
    }

    @Test
    void whatIsOverIsNotBegun() {
        begin(echo());
        broker.request("k1", "after", Instant.now().minusSeconds(1), NOTHING_MORE);

        awaitHappened("acknowledged");
    }

    @Test
    void aNoIsAFailureAndAnythingElseIsDoubt() {
        begin(Worker.on(broker).tool("echo", call -> {
            if (call.key().equals("no")) {
                throw ToolFailure.passing("busy", "come back");
            }
            throw new IllegalStateException("a secret of the worker");
        }));
        broker.request("no", "after", LATER, NOTHING_MORE);
        awaitHappened("tool.failed", "acknowledged");
        broker.request("broken", "after", LATER, NOTHING_MORE);
        awaitHappened("tool.failed", "acknowledged", "tool.failed", "acknowledged");
        assertThat(broker.reports().get(0).get("payload").toString())
                .isEqualTo("{\"token\":\"t-no\",\"code\":\"busy\",\"message\":\"come back\",\"retryable\":true}");
        assertThat(broker.reports().get(1).at("/payload/in_doubt").booleanValue())
                .isTrue();
        assertThat(broker.reports().get(1).toString()).doesNotContain("secret");
    }

    @Test
    void aReportIsPublishedUntilTheBrokerHasIt() {
        broker.failing(2);
        begin(echo());
        broker.request("k1", "after", LATER, NOTHING_MORE);

        awaitHappened("tool.completed", "acknowledged");
    }

    @Test
    void whereThereIsALeaseTheWorkerSaysThatItIsAlive() {
        CompletableFuture<String> end = new CompletableFuture<>();
        begin(Worker.on(broker).tool("echo", call -> end.get()));
        broker.request("k1", "after", LATER, Request.JSON.createObjectNode().put("lease_seconds", 0.03));
        await().until(() -> broker.happened().size() >= 3);
        end.complete("done");
        await().until(() -> broker.happened().contains("acknowledged"));
        assertThat(broker.happened()).startsWith("tool.progress", "tool.progress", "tool.progress");
    }

    @Test
    void aHandlerHearsThatItsRunHasEnded() {
        CompletableFuture<Call> begun = new CompletableFuture<>();
        CompletableFuture<String> end = new CompletableFuture<>();
        begin(Worker.on(broker).tool("echo", call -> {
            begun.complete(call);
            return end.get();
        }));
        broker.request("k1", "after", LATER, NOTHING_MORE);
        Call call = begun.join();
        assertThat(call.isCancelled()).isFalse();

        broker.cancel("k1");

        assertThat(call.isCancelled()).isTrue();
        end.complete("stopped");
    }

    private Worker.Builder echo() {
        return Worker.on(broker).tool("echo", call -> call.argument("text"));
    }

    private void awaitHappened(String... what) {
        await().untilAsserted(() -> assertThat(broker.happened()).containsExactly(what));
    }
}
