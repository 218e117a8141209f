package org.talkoot.agents.reply;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Tells an entity the same again until there is an answer. An entity that moves does not hear for a moment, and forgets
 * who waits for it; nobody tells whoever asked. Only for what does no harm when it is heard twice.
 */
/* A second is longer than an answer takes unless something is wrong, and shorter than people wait patiently. Who
 * is still without one after ten waits for long work, not for a move: then it is rarer, so that many who wait
 * cost little. */
public final class Insistence {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final int SOON_AT_MOST = 10;

    private final ActorSystem<?> system;
    private final Runnable telling;
    private volatile boolean over;
    private volatile Cancellable next = Cancellable.alreadyCancelled();

    private Insistence(ActorSystem<?> system, Runnable telling) {
        this.system = system;
        this.telling = telling;
    }

    /** From a second from now on; it was told once. */
    public static void until(CompletionStage<?> answer, ActorSystem<?> system, Runnable telling) {
        Insistence insistence = new Insistence(system, telling);
        insistence.arm(1);
        answer.whenComplete((reply, failure) -> insistence.end());
    }

    private void arm(int times) {
        Duration wait = times <= SOON_AT_MOST ? SOON : LATER;
        next = system.scheduler().scheduleOnce(wait, () -> tell(times), system.executionContext());
    }

    private void tell(int times) {
        if (!over) {
            telling.run();
            arm(times + 1);
        }
    }

    /** A race with {@link #tell} leaves one timer that finds it over. */
    private void end() {
        over = true;
        next.cancel();
    }
}
