package org.talkoot.bridges.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.async.KeyedExecutor;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Place;
import org.talkoot.core.bus.Receipt;
import org.talkoot.testkit.bus.RecordingIntake;

final class OpenDeliveriesTest {

    private final RecordingIntake intake = RecordingIntake.holding();
    private final OpenDeliveries lane = new OpenDeliveries("lane-1");

    private CompletableFuture<Receipt> take(long offset) {
        return take(offset, intake);
    }

    private CompletableFuture<Receipt> take(long offset, Intake intake) {
        Instant at = Instant.EPOCH.plusSeconds(offset);
        Delivery delivery = new Delivery(Place.at("log", offset), "k", new byte[0], Map.of(), at);
        return lane.take(offset, delivery, intake).toCompletableFuture();
    }

    @Test
    void handsOverAgainWhatTheIntakeFailsAndSaysSoMeanwhile() {
        CompletableFuture<Receipt> taken = take(1);

        intake.fail(new BusException("too early"));

        assertThat(lane.health()).isEqualTo(new BridgeHealth.Stuck(1, "lane-1: too early"));
        assertThat(taken).isNotDone();
        await().until(() -> intake.taken().size() == 2);
        intake.release();
        await().until(taken::isDone);
        assertThat(taken).isCompletedWithValueMatching(receipt -> receipt instanceof Receipt.Stored);
        await().until(() -> lane.health().equals(new BridgeHealth.Flowing()));
    }

    @Test
    void knowsSinceWhenTheOldestWaits() {
        take(1);
        take(2);

        assertThat(lane.oldest()).hasValue(Instant.EPOCH.plusSeconds(1));
        intake.release();

        await().until(() -> lane.oldest().isEmpty());
    }

    @Test
    void handsNothingOverAgainThatWasGivenUp() {
        CompletableFuture<Receipt> taken = take(1);

        lane.giveUp();

        await().until(taken::isCompletedExceptionally);
        assertThat(intake.taken()).hasSize(1);
    }

    @Test
    void beginsNothingBehindWhatItCancelsWhenItIsGivenUp() {
        List<Long> begun = new CopyOnWriteArrayList<>();
        try (KeyedExecutor byKey = new KeyedExecutor()) {
            Intake inOrder = delivery -> byKey.submit("k", () -> untilInterrupted(delivery, begun));
            List<CompletableFuture<Receipt>> all = LongStream.rangeClosed(1, 200)
                    .mapToObj(offset -> take(offset, inOrder))
                    .toList();
            await().until(() -> begun.size() == 1);

            lane.giveUp();

            await().until(() -> all.stream().allMatch(CompletableFuture::isCompletedExceptionally));
            assertThat(take(201, inOrder)).isNotCompleted();
            byKey.submit("k", () -> begun.add(0L)).join();
            assertThat(begun).containsExactly(1L, 0L);
        }
    }

    private static Receipt untilInterrupted(Delivery delivery, List<Long> begun) {
        begun.add(delivery.at(Instant.EPOCH).getEpochSecond());
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new BusException("nobody waits for it any more");
    }
}
