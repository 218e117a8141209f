package org.talkoot.gateway.bus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.EventSource;
import org.talkoot.gateway.bus.deadletter.DeadLetterRecorder;
import org.talkoot.gateway.bus.deadletter.DeadLetterWebhook;
import org.talkoot.gateway.bus.intake.TriggerSubscriber;
import org.talkoot.gateway.bus.outgoing.JournalEvents;
import org.talkoot.gateway.bus.outgoing.SinkSubscriber;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.tail.JournalSubscriber;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.ProjectionStatus;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.tail.TailSettings;

/**
 * Everything that carries events on a node: triggers and dead letters, which need no broker, and the sources and sinks
 * of the brokers it is told of.
 */
public final class Bridges implements AutoCloseable {

    private final Projections subscribers;
    private final List<EventSource> sources;

    private Bridges(Projections subscribers, List<EventSource> sources) {
        this.subscribers = subscribers;
        this.sources = sources;
    }

    /** The journal, as bridges need it. */
    public record Journal(Database database, JournalTail tail, TailSettings settings, EventCodec codec) {

        JournalEvents events() {
            return new JournalEvents(codec, new JournalReader(database, codec));
        }
    }

    /** The brokers of a node. */
    public record Brokers(List<EventSource> sources, List<EventSink> sinks) {

        public static final Brokers NONE = new Brokers(List.of(), List.of());

        public Brokers {
            sources = List.copyOf(sources);
            sinks = List.copyOf(sinks);
        }
    }

    /** Starts all of them and returns at once; a broker that is away is waited for. */
    public static Bridges start(
            Journal journal, AgentCatalog catalog, Ingress ingress, BusSettings settings, Brokers brokers) {
        List<JournalSubscriber> subscribers = new ArrayList<>();
        subscribers.add(new DeadLetterRecorder(
                journal.codec(),
                new JournalReader(journal.database(), journal.codec()),
                journal.events(),
                ingress.writer()));
        for (AgentDefinition agent : catalog.all()) {
            if (!agent.subscriptions().isEmpty()) {
                subscribers.add(new TriggerSubscriber(
                        agent, ingress.runtime(), ingress.writer(), journal.events(), ingress.limits()));
            }
        }
        settings.webhook()
                .ifPresent(uri -> subscribers.add(
                        new DeadLetterWebhook(uri, settings.retries(), journal.codec(), journal.events())));
        for (EventSink sink : brokers.sinks()) {
            subscribers.add(new SinkSubscriber(
                    sink, settings.routes(), journal.events(), settings.afterRestore(), settings.sinkBatch()));
        }
        Projections running = Projections.start(journal.database(), journal.tail(), journal.settings(), subscribers);
        brokers.sources().forEach(source -> source.start(ingress.intake()));
        return new Bridges(running, brokers.sources());
    }

    /** How far each subscriber of the journal is, and how it is doing. */
    public List<ProjectionStatus> subscribers() {
        return subscribers.status();
    }

    /** How the sources are doing, by name. */
    public Map<String, BridgeHealth> sources() {
        Map<String, BridgeHealth> health = new LinkedHashMap<>();
        sources.forEach(source -> health.put(source.name(), source.health()));
        return health;
    }

    /** First nothing comes in any more, then nothing goes out. */
    @Override
    public void close() {
        sources.forEach(EventSource::close);
        subscribers.close();
    }
}
