package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.Waiters;

final class WaitersTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    private final AtomicLong now = new AtomicLong();
    private final Waiters<String, String> waiters = new Waiters<>(now::get);
    private final List<TestInbox<String>> inboxes = new ArrayList<>();

    private int add(int many) {
        int added = 0;
        for (int i = 0; i < many; i++) {
            inboxes.add(TestInbox.create());
            added += waiters.add("a", inboxes.getLast().getRef(), WAIT) ? 1 : 0;
        }
        return added;
    }

    private List<String> received() {
        return inboxes.stream()
                .flatMap(inbox -> inbox.getAllReceived().stream())
                .toList();
    }

    @Test
    void tellsEachOnceWhatItWaitsFor() {
        assertThat(add(2)).isEqualTo(2);

        waiters.tell("b", "not this");
        waiters.tell("a", "this");
        waiters.tell("a", "again");

        assertThat(received()).containsExactly("this", "this");
        assertThat(waiters.isEmpty()).isTrue();
    }

    @Test
    void whoeverSaysTwiceThatItWaitsIsToldOnce() {
        TestInbox<String> inbox = TestInbox.create();
        waiters.add("a", inbox.getRef(), WAIT);
        waiters.add("a", inbox.getRef(), WAIT);

        waiters.tell("a", "this");

        assertThat(inbox.getAllReceived()).containsExactly("this");
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
        assertThat(received()).containsExactly("this");
    }
}
