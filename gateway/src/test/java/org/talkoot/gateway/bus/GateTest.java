package org.talkoot.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class GateTest {

    private static final Duration GOOD = Duration.ofSeconds(10);
    private static final Duration QUICK = Duration.ofMillis(5);
    private static final Duration SLOW = Duration.ofSeconds(11);

    private final Gate gate = new Gate(100, GOOD);

    private void rounds(int rounds, Duration each) {
        for (int round = 0; round < rounds; round++) {
            int limit = gate.limit();
            for (int i = 0; i < limit; i++) {
                long unused = gate.enter();
            }
            for (int i = 0; i < limit; i++) {
                gate.leave(each);
            }
        }
    }

    @Test
    void opensQuicklyWhileAllIsFinishedInTime() {
        rounds(1, QUICK);
        assertThat(gate.limit()).isEqualTo(32);
        rounds(2, QUICK);
        assertThat(gate.limit()).isEqualTo(100);
        rounds(3, QUICK);
        assertThat(gate.limit()).as("its bound").isEqualTo(100);
    }

    @Test
    void narrowsWhenWorkTakesTooLongButNeverCloses() {
        rounds(2, QUICK);
        rounds(1, SLOW);
        assertThat(gate.limit()).isLessThan(20);
        rounds(20, SLOW);
        assertThat(gate.limit()).isEqualTo(1);
    }

    @Test
    void widensSlowlyOnceItHasBeenTooWide() {
        rounds(3, QUICK);
        rounds(2, SLOW);
        int narrow = gate.limit();
        rounds(5, QUICK);
        assertThat(gate.limit()).isBetween(narrow + 3, narrow + 7);
    }

    @Test
    void findsWhatAModelOfFiveCallsASecondGetsThrough() {
        for (int i = 0; i < 1_000; i++) {
            int limit = gate.limit();
            long unused = gate.enter();
            gate.leave(Duration.ofMillis(limit * 200L)); // so long for as many as may be inside
        }

        assertThat(gate.limit()).isBetween(40, 55);
    }

    @Test
    void letsOneInWhenOneHasLeft() {
        for (int i = 0; i < 16; i++) {
            long unused = gate.enter();
        }
        Thread waiting = Thread.ofVirtual().start(gate::enter);
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        gate.leave(QUICK);

        await().until(() -> !waiting.isAlive());
        assertThat(gate.inside()).isEqualTo(16);
    }
}
