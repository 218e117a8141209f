package org.talkoot.agents.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.Effect.TimerScheduled;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

final class SilenceTest {

    private static final Duration MOST = Duration.ofSeconds(10);

    private enum Told {
        WORD,
        LOOK
    }

    private final List<Duration> idle = new ArrayList<>();
    private Duration now = Duration.ofSeconds(-3); // where such a clock begins is not said

    private final BehaviorTestKit<Told> entity = BehaviorTestKit.create(Behaviors.withTimers(timers -> {
        Silence<Told> silence = new Silence<>(timers, () -> now.toNanos(), MOST, Told.LOOK);
        silence.begin();
        return Behaviors.receiveMessage(message -> {
            if (message == Told.WORD) {
                silence.broken();
            } else if (silence.isLong()) {
                idle.add(now);
                silence.begin();
            }
            return Behaviors.same();
        });
    }));

    private Duration passUntilItLooks() {
        TimerScheduled<?> timer = entity.expectEffectClass(TimerScheduled.class);
        now = now.plus(timer.duration());
        timer.send().apply();
        entity.runOne();
        return timer.duration();
    }

    private void wordAfter(Duration wait) {
        now = now.plus(wait);
        entity.run(Told.WORD);
        now = now.minus(wait); // the timer still runs from where it was set
    }

    @Test
    void whoIsNeverWrittenToIsIdle() {
        passUntilItLooks();

        assertThat(idle).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void whoWasWrittenToIsAskedAgainWhenItMayBeIdle() {
        wordAfter(Duration.ofSeconds(4));

        assertThat(passUntilItLooks()).isEqualTo(MOST);
        assertThat(idle).isEmpty();
        assertThat(passUntilItLooks()).isEqualTo(Duration.ofSeconds(4));
        assertThat(idle).containsExactly(Duration.ofSeconds(11));
    }

    @Test
    void whoStaysIsAskedAgain() {
        passUntilItLooks();
        passUntilItLooks();

        assertThat(idle).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(17));
    }

    @Test
    void aWordSetsNoTimer() {
        entity.expectEffectClass(TimerScheduled.class);
        entity.run(Told.WORD);

        assertThat(entity.hasEffects()).isFalse();
    }
}
