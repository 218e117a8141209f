package org.talkoot.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    private final Turns turns = new Turns();
    private final List<Priority> order = new CopyOnWriteArrayList<>();

    @Test
    void theJournalGoesBeforeOthersThatCameEarlier() throws InterruptedException {
        turns.begin(Priority.OTHERS);
        List<Thread> waiting = List.of(waiting(Priority.OTHERS), waiting(Priority.OTHERS), waiting(Priority.JOURNAL));
        turns.end();
        join(waiting);

        assertThat(order).containsExactly(Priority.JOURNAL, Priority.OTHERS, Priority.OTHERS);
    }

    @Test
    void othersHaveATurnHoweverManyJournalsWait() throws InterruptedException {
        turns.begin(Priority.OTHERS);
        List<Thread> waiting = new ArrayList<>(List.of(waiting(Priority.OTHERS)));
        for (int i = 0; i < 2 * Turns.MOST_IN_A_ROW; i++) {
            waiting.add(waiting(Priority.JOURNAL));
        }
        turns.end();
        join(waiting);

        assertThat(order.indexOf(Priority.OTHERS)).isEqualTo(Turns.MOST_IN_A_ROW);
    }

    @Test
    void aTransactionInsideOfATransactionIsAMistakeAndNotADeadlock() {
        turns.begin(Priority.OTHERS);

        assertThatIllegalStateException().isThrownBy(() -> turns.begin(Priority.JOURNAL));
    }

    /** A thread that waits for its turn already. */
    private Thread waiting(Priority priority) {
        Thread thread = Thread.ofPlatform().start(() -> {
            turns.begin(priority);
            order.add(priority);
            turns.end();
        });
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
