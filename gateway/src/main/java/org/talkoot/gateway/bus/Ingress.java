package org.talkoot.gateway.bus;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.entity.DeadLetters;
import org.talkoot.agents.entity.EntitySettings;
import org.talkoot.agents.model.OpenCalls;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.gateway.bus.deadletter.DeadLetterWriter;
import org.talkoot.gateway.bus.intake.AgentLimits;
import org.talkoot.gateway.bus.intake.EventIntake;
import org.talkoot.gateway.bus.intake.Redriving;

/** What events of all kinds come in by: the intake, and the letters for what cannot come in. */
public record Ingress(
        AgentRuntime runtime, EventIntake intake, AgentLimits gates, DeadLetters letters, DeadLetterWriter letterBox)
        implements AutoCloseable {

    /** How entities live, and how events come in. */
    public record Settings(EntitySettings entities, BusSettings bus) {}

    /**
     * Starts the dead letters of this node, and the intake that needs them.
     *
     * @param calls what waits for a model, and so counts as unfinished however long it takes
     */
    public static Ingress start(
            ActorSystem<?> system,
            AgentRuntime runtime,
            AgentCatalog catalog,
            Settings settings,
            MeterRegistry meters,
            OpenCalls calls) {
        CompletableFuture<EventIntake> later = new CompletableFuture<>();
        Redriving redriving = new Redriving(() -> runtime, () -> started(later));
        DeadLetters letters = DeadLetters.start(system, settings.bus().retries(), redriving, settings.entities());
        DeadLetterWriter letterBox = new DeadLetterWriter(letters);
        AgentLimits gates = new AgentLimits(settings.bus().gate(), meters, calls);
        EventIntake intake = new EventIntake(runtime, catalog, letterBox, meters, gates);
        later.complete(intake);
        return new Ingress(runtime, intake, gates, letters, letterBox);
    }

    /** A letter that is woken in the moment between the two tries again later. */
    private static EventIntake started(CompletableFuture<EventIntake> later) {
        if (later.state() != State.SUCCESS) {
            throw new IllegalStateException("the node is still starting");
        }
        return later.resultNow();
    }

    @Override
    public void close() {
        intake.close();
        letterBox.close();
    }
}
