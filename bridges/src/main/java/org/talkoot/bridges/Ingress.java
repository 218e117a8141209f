package org.talkoot.bridges;

import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.entity.DeadLetters;
import org.talkoot.agents.entity.EntitySettings;
import org.talkoot.agents.model.OpenCalls;
import org.talkoot.bridges.deadletter.DeadLetterWriter;
import org.talkoot.bridges.intake.Admissions;
import org.talkoot.bridges.intake.AgentLimits;
import org.talkoot.bridges.intake.Answering;
import org.talkoot.bridges.intake.EventIntake;
import org.talkoot.bridges.intake.Outside;
import org.talkoot.bridges.intake.Redriving;
import org.talkoot.core.agent.AgentCatalog;

/** What events of all kinds come in by: the intake, questions, and the letters for what cannot come in. */
public record Ingress(
        AgentRuntime runtime,
        Admissions admissions,
        AgentLimits limits,
        EventIntake intake,
        Answering questions,
        DeadLetters letters,
        DeadLetterWriter writer)
        implements AutoCloseable {

    /** How entities live, and how events come in. */
    public record Settings(EntitySettings entities, BusSettings bus) {}

    /**
     * Starts what admits events, the dead letters that send theirs there again, and the intake that opens them.
     *
     * @param outside what answers from outside are recognised by
     * @param calls what waits for a model, and so counts as unfinished however long it takes
     */
    public static Ingress start(
            ActorSystem<?> system,
            AgentRuntime runtime,
            AgentCatalog catalog,
            Settings settings,
            Outside outside,
            OpenCalls calls) {
        AgentLimits limits = new AgentLimits(settings.bus().unfinished(), outside.meters(), calls);
        Admissions admissions = new Admissions(runtime, catalog, limits, outside);
        Redriving redriving = new Redriving(runtime, admissions);
        DeadLetters letters = DeadLetters.start(system, settings.bus().retries(), redriving, settings.entities());
        DeadLetterWriter writer = new DeadLetterWriter(letters);
        EventIntake intake = new EventIntake(
                admissions, writer, outside.meters(), settings.bus().maxDeliveries());
        return new Ingress(runtime, admissions, limits, intake, new Answering(runtime, admissions), letters, writer);
    }

    @Override
    public void close() {
        questions.close();
        admissions.close();
        writer.close();
    }
}
