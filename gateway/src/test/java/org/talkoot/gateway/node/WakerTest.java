package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.view.UnfinishedWork.Entry;

final class WakerTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<StreamId> STREAMS = IntStream.range(0, 5)
            .mapToObj(i -> StreamId.of(ConversationId.of("c" + i)))
            .toList();
    private static final List<Entry> ENTRIES = STREAMS.stream()
            .map(stream -> new Entry(stream, "r", Instant.EPOCH))
            .toList();

    private static List<Entry> pageOfTwo(Optional<Entry> last) {
        int from = last.map(entry -> ENTRIES.indexOf(entry) + 1).orElse(0);
        return ENTRIES.subList(from, Math.min(ENTRIES.size(), from + 2));
    }

    @Test
    void wakesAllPagesAgainAndAgain() {
        List<StreamId> woken = new CopyOnWriteArrayList<>();
        Waker waker = Waker.start(Duration.ofMillis(10), WakerTest::pageOfTwo, woken::add);
        try {
            await().atMost(LONG).until(() -> woken.size() >= 10);
        } finally {
            waker.close();
        }

        assertThat(woken.subList(0, 5)).isEqualTo(STREAMS);
        assertThat(woken.subList(5, 10)).isEqualTo(STREAMS);
    }

    @Test
    void goesOnAfterAViewThatCouldNotBeRead() {
        AtomicInteger asked = new AtomicInteger();
        List<StreamId> woken = new CopyOnWriteArrayList<>();
        Waker waker = Waker.start(
                Duration.ofMillis(10),
                last -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("no database");
                    }
                    return pageOfTwo(last);
                },
                woken::add);
        try {
            await().atMost(LONG).until(() -> woken.size() >= 5);
        } finally {
            waker.close();
        }
    }
}
