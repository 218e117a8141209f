package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.Waiters;

final class WaitersTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    private final AtomicLong now = new AtomicLong();
    private final Waiters<String, String> waiters = new Waiters<>(now::get);
    private final TestInbox<String> inbox = TestInbox.create();

    private int add(int many) {
        int added = 0;
        for (int i = 0; i < many; i++) {
            added += waiters.add("a", inbox.getRef(), WAIT) ? 1 : 0;
        }
        return added;
    }

    @Test
    void tellsEachOnceWhatItWaitsFor() {
        assertThat(add(2)).isEqualTo(2);

        waiters.tell("b", "not this");
        waiters.tell("a", "this");
        waiters.tell("a", "again");

        assertThat(inbox.getAllReceived()).containsExactly("this", "this");
        assertThat(waiters.isEmpty()).isTrue();
    }

    @Test
    void remembersABoundedNumber() {
        assertThat(add(Waiters.MAX + 10)).isEqualTo(Waiters.MAX);

        waiters.tell("a", "this");

        assertThat(add(1)).isEqualTo(1);
    }

    @Test
    void forgetsWhoeverHasStoppedToWait() {
        assertThat(add(Waiters.MAX)).isEqualTo(Waiters.MAX);
        now.addAndGet(WAIT.toNanos() + 1);

        assertThat(add(1)).isEqualTo(1);

        waiters.tell("a", "this");
        assertThat(inbox.getAllReceived()).containsExactly("this");
    }
}
