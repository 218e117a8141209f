package org.talkoot.agents.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.Effect.TimerScheduled;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.talkoot.core.Effect;

final class LongTimersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private record Wait(Instant until, Optional<Duration> lease) implements Effect.Timed<String> {

        Wait(Instant until) {
            this(until, Optional.empty());
        }

        @Override
        public String id() {
            return "w";
        }

        @Override
        public String over(Instant at) {
            return "over";
        }
    }

    /** What the entity is told. */
    private enum Told {
        DUE,
        SIGN_OF_LIFE,
        WAIT
    }

    private final List<Instant> over = new ArrayList<>();
    private Instant now = NOW;
    private Wait wait = new Wait(NOW);

    /** An entity that waits, as the shell does: what is not over is set again. */
    private final BehaviorTestKit<Told> entity = BehaviorTestKit.create(Behaviors.withTimers(timers -> {
        LongTimers<Told> longTimers = new LongTimers<>(timers, () -> now, effect -> Told.DUE);
        return Behaviors.receiveMessage(message -> {
            if (message == Told.DUE && longTimers.isOver(wait)) {
                over.add(now);
            } else if (message == Told.SIGN_OF_LIFE) {
                longTimers.begin(wait);
            } else {
                longTimers.set(wait);
            }
            return Behaviors.same();
        });
    }));

    private void waitUntil(Instant at) {
        wait = new Wait(at);
        entity.run(Told.WAIT);
    }

    private Duration passLeg() {
        TimerScheduled<?> timer = entity.expectEffectClass(TimerScheduled.class);
        now = now.plus(timer.duration());
        timer.send().apply();
        entity.runOne();
        return timer.duration();
    }

    @Test
    void endsAtItsTime() {
        waitUntil(NOW.plusSeconds(7));

        assertThat(passLeg()).isEqualTo(Duration.ofSeconds(7));
        assertThat(over).containsExactly(NOW.plusSeconds(7));
    }

    @Test
    void endsAtOnceWhenItsTimeIsPast() {
        waitUntil(NOW.minusSeconds(7));

        assertThat(passLeg()).isEqualTo(Duration.ZERO);
        assertThat(over).containsExactly(NOW);
    }

    @Test
    void reachesATimeThatTheSchedulerCannotInSeveralLegs() {
        waitUntil(NOW.plus(Duration.ofDays(365)));
        List<Duration> legs = new ArrayList<>();
        while (over.isEmpty()) {
            legs.add(passLeg());
        }

        assertThat(legs)
                .containsExactly(LongTimers.LONGEST, LongTimers.LONGEST, LongTimers.LONGEST, Duration.ofDays(65));
    }

    @Test
    void mayWaitForTheEndOfTime() {
        waitUntil(Instant.MAX);

        assertThat(passLeg()).isEqualTo(LongTimers.LONGEST);
        assertThat(over).isEmpty();
    }

    private void signOfLife() {
        entity.run(Told.SIGN_OF_LIFE);
    }

    @Test
    void endsWithItsLeaseWhenThereIsNoSignOfLife() {
        wait = new Wait(NOW.plusSeconds(100), Optional.of(Duration.ofSeconds(10)));
        signOfLife();

        assertThat(passLeg()).isEqualTo(Duration.ofSeconds(10));
        assertThat(over).containsExactly(NOW.plusSeconds(10));
    }

    @Test
    void eachSignOfLifeGivesItAWholeLeaseButNoMoreThanItsTime() {
        wait = new Wait(NOW.plusSeconds(25), Optional.of(Duration.ofSeconds(10)));
        signOfLife();
        entity.expectEffectClass(TimerScheduled.class);
        now = NOW.plusSeconds(9);
        signOfLife();
        TimerScheduled<?> second = entity.expectEffectClass(TimerScheduled.class);
        now = NOW.plusSeconds(18);
        signOfLife();
        TimerScheduled<?> third = entity.expectEffectClass(TimerScheduled.class);

        assertThat(second.duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(third.duration()).isEqualTo(Duration.ofSeconds(7));
    }
}
