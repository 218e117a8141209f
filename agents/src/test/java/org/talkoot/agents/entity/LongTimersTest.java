package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.Effect.TimerScheduled;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.entity.LongTimers.Timer;

final class LongTimersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private record SetAgain(Timer<Object> timer) {}

    private final List<Object> rung = new ArrayList<>();
    private Instant now = NOW;

    /** An entity that sets what it is told, and writes down what rings. */
    private final BehaviorTestKit<Object> entity = BehaviorTestKit.create(Behaviors.withTimers(timers -> {
        LongTimers<Object> longTimers = new LongTimers<>(timers, () -> now, SetAgain::new);
        return Behaviors.receiveMessage(message -> {
            switch (message) {
                case SetAgain again -> longTimers.set(again.timer());
                case Object other -> rung.add(other);
            }
            return Behaviors.same();
        });
    }));

    private void set(Instant at) {
        entity.run(new SetAgain(new Timer<>("k", at, "now!")));
    }

    private Duration passLeg() {
        TimerScheduled<?> timer = entity.expectEffectClass(TimerScheduled.class);
        now = now.plus(timer.duration());
        timer.send().apply();
        entity.runOne();
        return timer.duration();
    }

    @Test
    void ringsAtItsTime() {
        set(NOW.plusSeconds(7));

        assertThat(passLeg()).isEqualTo(Duration.ofSeconds(7));
        assertThat(rung).containsExactly("now!");
    }

    @Test
    void ringsAtOnceWhenItsTimeIsPast() {
        set(NOW.minusSeconds(7));

        assertThat(passLeg()).isEqualTo(Duration.ZERO);
        assertThat(rung).containsExactly("now!");
    }

    @Test
    void reachesATimeThatTheSchedulerCannotInSeveralLegs() {
        set(NOW.plus(Duration.ofDays(365)));
        List<Duration> legs = new ArrayList<>();
        while (rung.isEmpty()) {
            legs.add(passLeg());
        }

        assertThat(legs)
                .containsExactly(LongTimers.LONGEST, LongTimers.LONGEST, LongTimers.LONGEST, Duration.ofDays(65));
    }

    @Test
    void canBeSetForTheEndOfTime() {
        set(Instant.MAX);

        assertThat(passLeg()).isEqualTo(LongTimers.LONGEST);
        assertThat(rung).isEmpty();
    }
}
