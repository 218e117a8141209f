package org.talkoot.gateway.node;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;

/** Why a node stops although nobody told it to. */
enum StoppedByItself implements CoordinatedShutdown.Reason {

    /** The database has refused a write. */
    FENCED(
            "its database refuses what it writes, because its cluster has removed it or another one was formed",
            Optional.of(CoordinatedShutdown.PhaseClusterShutdown())),

    /** It cannot renew its lease, and others can. */
    CUT_OFF("it does not reach its database, and other nodes do", Optional.empty());

    private final String why;

    /** Who is no member any more has nobody to take leave of. */
    private final Optional<String> fromPhase;

    StoppedByItself(String why, Optional<String> fromPhase) {
        this.why = why;
        this.fromPhase = fromPhase;
    }

    String why() {
        return why;
    }

    /** Begins to stop; the first reason counts. */
    void stop(ActorSystem<?> system) {
        CompletionStage<Done> unused =
                CoordinatedShutdown.get(system.classicSystem()).run(this, fromPhase);
    }
}
