package org.talkoot.agents.entity;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.schedule.Cron;
import org.talkoot.core.schedule.Schedule;
import org.talkoot.core.schedule.ScheduleCommand;
import org.talkoot.core.schedule.ScheduleLimits;

/**
 * The schedules of a cluster, seen from one node. Started once for each actor system. Safe for use by any thread;
 * nothing here blocks.
 */
public final class Schedules {

    /** Counter: occurrences, by what became of them. */
    public static final String OCCURRENCES = "talkoot.schedules.occurrences";

    /** Timer: from when an occurrence was due until it began. */
    public static final String DELAY = "talkoot.schedules.delay";

    private final Entities schedules;

    /** What schedules are made of. */
    public record Services(
            AgentCatalog agents, Cron.Reader crons, ScheduleLimits limits, InstantSource clock, MeterRegistry meters) {}

    private Schedules(ActorSystem<?> system, AgentRuntime conversations, EntitySettings settings, Services services) {
        this.schedules = new Entities(system, "schedule");
        var residents = DurableEntity.residents(settings);
        schedules.host(
                settings,
                (stream, shard) -> DurableEntity.living(
                        new DurableEntity.Settled(settings, services.clock(), residents, shard),
                        home -> new ScheduleEntity(
                                stream.schedule(),
                                home,
                                new Schedule(stream.schedule(), services.agents(), services.crons(), services.limits()),
                                conversations,
                                services.meters())));
    }

    /**
     * Lets schedules live on this node.
     *
     * @param conversations where occurrences post their messages
     */
    public static Schedules start(
            ActorSystem<?> system, AgentRuntime conversations, EntitySettings settings, Services services) {
        return new Schedules(system, conversations, settings, services);
    }

    /** Tells a schedule something. Accepted means that it is durable, or was known before. */
    public CompletionStage<DecisionReply> tell(ScheduleId schedule, ScheduleCommand command, Duration timeout) {
        StreamId stream = StreamId.of(schedule);
        Function<ActorRef<DecisionReply>, EntityMessage> message = replyTo -> new ScheduleEntity.Tell(command, replyTo);
        // what is deleted is unknown when that is heard twice
        return command instanceof ScheduleCommand.Delete
                ? schedules.ask(stream, message, timeout)
                : schedules.insist(stream, message, timeout);
    }

    /** Makes sure that a schedule is there and goes on with whatever is outstanding. */
    public void wake(StreamId stream) {
        schedules.tell(stream, EntityMessage.Wake.INSTANCE);
    }
}
