package org.talkoot.bridges.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class OpenEntriesTest {

    private static final Duration AT_ONCE = Duration.ZERO;

    private final OpenEntries open = new OpenEntries(3);

    @Test
    void givesForAcknowledgementWhatHasNothingOpenBeforeIt() throws Exception {
        taken(1, 2, 3);

        open.done(id(2));
        assertThat(open.awaitDone(AT_ONCE)).isEmpty();
        open.done(id(1));

        assertThat(open.awaitDone(AT_ONCE)).containsExactly(id(1), id(2));
    }

    @Test
    void keepsTheOrderOfTakingWhateverTheNames() throws Exception {
        taken(5, 4);
        open.done(id(4));

        assertThat(open.awaitDone(AT_ONCE)).isEmpty();
        open.done(id(5));

        assertThat(open.awaitDone(AT_ONCE)).containsExactly(id(5), id(4));
    }

    @Test
    void hasRoomAgainWhenSomethingIsAcknowledgedAndNotBefore() throws Exception {
        taken(1, 2, 3);
        open.done(id(1));
        CompletionStage<Integer> room = CompletableFuture.supplyAsync(this::room);
        assertThat(room.toCompletableFuture()).isNotDone();

        open.acknowledged(List.of(id(1)));

        assertThat(room.toCompletableFuture().get()).isEqualTo(1);
    }

    @Test
    void takesNothingTwiceThatIsOpen() {
        taken(1);

        assertThat(open.add(id(1))).isFalse();
        open.acknowledged(List.of(id(1)));
        assertThat(open.add(id(1))).isTrue();
    }

    @Test
    void letsEverybodyGoWhenItIsClosed() throws Exception {
        taken(1, 2, 3);
        CompletableFuture<Integer> room = CompletableFuture.supplyAsync(this::room);
        CompletableFuture<List<EntryId>> done = CompletableFuture.supplyAsync(this::waited);

        open.close();

        assertThat(room.get()).isZero();
        assertThat(done.get()).isEmpty();
    }

    @Test
    void waitsForTheLastOne() {
        taken(1);
        CompletableFuture<Void> none = CompletableFuture.runAsync(this::waitedForNone);
        open.done(id(1));
        assertThat(none).isNotDone();

        open.acknowledged(List.of(id(1)));

        await().until(none::isDone);
    }

    private int room() {
        try {
            return open.awaitRoom();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private List<EntryId> waited() {
        try {
            return open.awaitDone(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private void waitedForNone() {
        try {
            open.awaitNone(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private void taken(long... millis) {
        for (long each : millis) {
            assertThat(open.add(id(each))).isTrue();
        }
    }

    private static EntryId id(long millis) {
        return new EntryId(millis, 0);
    }
}
