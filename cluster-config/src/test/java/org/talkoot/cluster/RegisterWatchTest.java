package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RegisterWatchTest {

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Set<String>> told = kit.createTestProbe();
    private final Queue<Supplier<Set<String>>> answers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void tellsEachChangeAndKeepsWhatItKnewWhileTheRegisterIsAway() {
        answers.addAll(List.of(
                () -> Set.of(),
                () -> Set.of("new"),
                () -> {
                    throw new IllegalStateException("the database is away");
                },
                () -> Set.of("new"),
                () -> Set.of()));

        kit.spawn(RegisterWatch.create(Duration.ofMillis(10), this::next, told.ref()::tell));

        assertThat(told.receiveMessage()).containsExactly("new");
        assertThat(told.receiveMessage()).isEmpty();
        told.expectNoMessage(Duration.ofMillis(100));
    }

    private Set<String> next() {
        Supplier<Set<String>> answer = answers.poll();
        return answer == null ? Set.of() : answer.get();
    }
}
