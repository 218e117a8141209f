package org.talkoot.bridges.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.core.bus.BusException;

final class KeyedExecutorTest {

    private final KeyedExecutor byKey = new KeyedExecutor();
    private final CountDownLatch hold = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        byKey.close();
    }

    private Supplier<String> does(String what) {
        return () -> {
            done.add(what);
            return what;
        };
    }

    /** Goes on when it is let, or interrupted. */
    private String holds() {
        begun.countDown();
        try {
            hold.await();
            done.add("held");
            return "held";
        } catch (InterruptedException e) {
            throw new BusException("interrupted", e);
        }
    }

    private static <T> T of(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void keepsTheOrderOfAKeyAndNoOther() throws Exception {
        byKey.submit("a", this::holds);
        CompletableFuture<String> second = byKey.submit("a", does("second"));
        CompletableFuture<String> third = byKey.submit("a", does("third"));

        assertThat(of(byKey.submit("b", does("other")))).isEqualTo("other");
        hold.countDown();

        assertThat(of(third)).isEqualTo("third");
        assertThat(of(second)).isEqualTo("second");
        assertThat(done).containsExactly("other", "held", "second", "third");
    }

    @Test
    void anErrorIsForWhoeverWaitsAndHoldsNothingUp() throws Exception {
        CompletableFuture<String> failing = byKey.submit("a", () -> {
            throw new NoClassDefFoundError("somewhere");
        });

        assertThatThrownBy(() -> of(failing)).hasRootCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(of(byKey.submit("a", does("next")))).isEqualTo("next");
    }

    @Test
    void whatNobodyWaitsForIsNotBegun() throws Exception {
        byKey.submit("a", this::holds);
        CompletableFuture<String> abandoned = byKey.submit("a", does("abandoned"));
        CompletableFuture<String> timedOut = byKey.submit("a", does("timed out"));
        CompletableFuture<String> last = byKey.submit("a", does("last"));

        abandoned.cancel(true);
        timedOut.orTimeout(1, TimeUnit.MILLISECONDS);
        await().until(timedOut::isDone);
        hold.countDown();

        assertThat(of(last)).isEqualTo("last");
        assertThat(done).containsExactly("held", "last");
    }

    @Test
    void whatIsGoingOnThoughNobodyWaitsForItEnds() throws Exception {
        CompletableFuture<String> abandoned = byKey.submit("a", this::holds);
        CompletableFuture<String> next = byKey.submit("a", does("next"));
        begun.await();

        abandoned.cancel(true);

        assertThat(of(next)).isEqualTo("next");
        assertThat(done).containsExactly("next");
    }

    @Test
    void everybodyHearsThatItIsClosed() throws Exception {
        CompletableFuture<String> first = byKey.submit("a", this::holds);
        CompletableFuture<String> second = byKey.submit("a", does("second"));
        CompletableFuture<String> third = byKey.submit("a", does("third"));
        begun.await();

        byKey.close();

        for (CompletableFuture<String> each : List.of(first, second, third, byKey.submit("a", does("late")))) {
            assertThatThrownBy(() -> of(each)).hasCauseInstanceOf(BusException.class);
        }
        assertThat(done).isEmpty();
    }
}
