package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.talkoot.cluster.PositionBroadcast.Moved;

final class PositionBroadcastTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Long> heardHere = new CopyOnWriteArrayList<>();
    private final List<Long> heardThere = new CopyOnWriteArrayList<>();
    private TwoSystems<PositionBroadcast.Command> systems;

    @BeforeEach
    void start() {
        systems = TwoSystems.start(
                PositionBroadcast.create("test", heardHere::add), PositionBroadcast.create("test", heardThere::add));
    }

    @AfterEach
    void stop() {
        systems.close();
    }

    @Test
    void theOtherMemberHearsThePositionAndThisOneDoesNot() {
        tellUntilHeard(systems.first(), heardThere);
        tellUntilHeard(systems.second(), heardHere);

        assertThat(heardHere).allMatch(position -> position >= 1_000);
        assertThat(heardThere).allMatch(position -> position < 1_000);
    }

    /** They find each other a moment after the cluster has formed; what is said before that is lost. */
    private void tellUntilHeard(ActorSystem<PositionBroadcast.Command> teller, List<Long> heard) {
        long[] next = {teller == systems.first() ? 1 : 1_000};
        await().atMost(LONG).until(() -> {
            teller.tell(new Moved(next[0]++));
            return !heard.isEmpty();
        });
    }

    @Test
    void ofManyPositionsFewAreToldAndTheNewestIsAlwaysAmongThem() {
        tellUntilHeard(systems.first(), heardThere);
        int before = heardThere.size();

        LongStream.rangeClosed(10_000, 30_000)
                .forEach(position -> systems.first().tell(new Moved(position)));

        await().atMost(LONG).until(() -> heardThere.getLast() == 30_000);
        assertThat(heardThere.size() - before).isLessThan(10_000);
        assertThat(heardThere).isSorted();
    }
}
