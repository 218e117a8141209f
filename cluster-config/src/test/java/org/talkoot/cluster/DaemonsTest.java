package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.Test;
import org.talkoot.cluster.Daemons.Daemon;

final class DaemonsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> NAMES =
            IntStream.range(0, 6).mapToObj(i -> "daemon-" + i).toList();

    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger twice = new AtomicInteger();

    /** Each says when it runs; what runs twice is counted. */
    private List<Daemon> daemons() {
        return NAMES.stream().map(name -> new Daemon(name, () -> run(name))).toList();
    }

    private AutoCloseable run(String name) {
        if (!running.add(name)) {
            twice.incrementAndGet();
        }
        return () -> running.remove(name);
    }

    @Test
    void aProcessThatIsAloneRunsAllOfThem() {
        Daemons daemons = Daemons.alone(daemons());
        assertThat(daemons.here()).isEqualTo(NAMES);

        daemons.close();

        assertThat(running).isEmpty();
    }

    @Test
    void theyAreSpreadOverTheMembersAndTheOthersTakeOverFromOneThatLeaves() {
        try (TwoSystems<Void> systems = TwoSystems.start(Behaviors.empty(), Behaviors.empty())) {
            Daemons first = spread(systems.first());
            Daemons second = spread(systems.second());
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(Stream.of(first, second).map(Daemons::here))
                            .allSatisfy(here -> assertThat(here).hasSize(3)));
            assertThat(running).containsExactlyInAnyOrderElementsOf(NAMES);

            Cluster cluster = Cluster.get(systems.second().classicSystem());
            cluster.leave(cluster.selfAddress());

            await().atMost(LONG).until(() -> first.here().equals(NAMES));
            assertThat(second.here()).isEmpty();
            assertThat(twice).hasValue(0);
        }
    }

    @Test
    void whatAMemberEndsBeforeItLeavesDoesNotBeginThereAgain() {
        try (TwoSystems<Void> systems = TwoSystems.start(Behaviors.empty(), Behaviors.empty())) {
            Daemons first = spread(systems.first());
            Daemons second = spread(systems.second());
            await().atMost(LONG).until(() -> !second.here().isEmpty());

            second.close();
            TwoSystems.leave(systems.second());

            await().atMost(LONG).until(() -> first.here().equals(NAMES));
            assertThat(second.here()).isEmpty();
            assertThat(twice).hasValue(0);
        }
    }

    private Daemons spread(ActorSystem<?> system) {
        return Daemons.spread(system, "bridge", daemons());
    }
}
