package org.talkoot.bridges;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.talkoot.agents.entity.Schedules;
import org.talkoot.bridges.deadletter.DeadLetterRecorder;
import org.talkoot.bridges.deadletter.DeadLetterWriter;
import org.talkoot.bridges.deadletter.StayingLetters;
import org.talkoot.bridges.decision.AskedPeople;
import org.talkoot.bridges.intake.TriggerSubscriber;
import org.talkoot.bridges.outgoing.JournalEvents;
import org.talkoot.bridges.outgoing.SinkSubscriber;
import org.talkoot.bridges.outgoing.Webhook;
import org.talkoot.bridges.port.Ways;
import org.talkoot.bridges.removal.RemovalSubscriber;
import org.talkoot.bridges.ticket.Tickets;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.EventSource;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.removal.Erasure;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalSubscriber;
import org.talkoot.persistence.tail.ProjectionStatus;
import org.talkoot.persistence.tail.Projections;

/**
 * Everything that carries events on a node: triggers and dead letters, which need no broker, and the sources and sinks
 * of the brokers it is told of. Sources begin on every node that has them, and their broker gives each its share. What
 * follows the journal runs on one node at a time, and is begun by whoever knows on which.
 */
public final class Bridges implements AutoCloseable {

    private final Projections subscribers;
    private final List<EventSource> sources;
    private final Lanes lanes;

    private Bridges(Projections subscribers, List<EventSource> sources, Lanes lanes) {
        this.subscribers = subscribers;
        this.sources = sources;
        this.lanes = lanes;
    }

    /** The journal, as bridges need it, and the tickets by which those outside answer what leaves it. */
    public record Journal(FollowedJournal followed, EventCodec codec, Tickets tickets) {

        JournalReader reader() {
            return new JournalReader(followed.database(), codec);
        }

        JournalEvents events() {
            return new JournalEvents(codec, reader());
        }

        /** What whoever is told of it may answer. */
        JournalEvents eventsForOutside() {
            return new JournalEvents(codec, reader(), tickets);
        }
    }

    /** Starts the sources and returns at once; a broker that is away is waited for. Runs no subscriber yet. */
    public static Bridges start(
            Journal journal,
            AgentCatalog catalog,
            Ingress ingress,
            Schedules schedules,
            BusSettings settings,
            Ways brokers) {
        List<Supplier<JournalSubscriber>> subscribers = new ArrayList<>();
        subscribers.add(() -> new DeadLetterRecorder(
                journal.codec(), journal.reader(), journal.events(), new DeadLetterWriter(ingress.letters())));
        subscribers.add(() -> new RemovalSubscriber(
                new Erasure(journal.followed().database(), journal.codec()),
                ingress.runtime(),
                ingress.letters(),
                schedules));
        for (AgentDefinition agent : catalog.all()) {
            if (!agent.subscriptions().isEmpty()) {
                subscribers.add(() -> new TriggerSubscriber(
                        agent, ingress.runtime(), ingress.writer(), journal.events(), ingress.limits()));
            }
        }
        settings.webhooks()
                .letters()
                .ifPresent(uri -> subscribers.add(() -> new Webhook(
                        "dead-letter-webhook",
                        uri,
                        new StayingLetters(settings.retries(), journal.codec()),
                        journal.events())));
        settings.webhooks()
                .approvals()
                .ifPresent(uri -> subscribers.add(() ->
                        new Webhook("approval-webhook", uri, new AskedPeople(journal.codec()), journal.events())));
        for (EventSink sink : brokers.sinks()) {
            subscribers.add(() -> new SinkSubscriber(
                    sink,
                    settings.routes(),
                    journal.eventsForOutside(),
                    settings.afterRestore(),
                    settings.sinkBatch()));
        }
        Projections known = Projections.of(journal.followed(), subscribers);
        brokers.sources().forEach(source -> source.start(ingress.intake()));
        return new Bridges(known, brokers.sources(), new Lanes(brokers.lanes(), ingress.intake()));
    }

    /** What follows the journal, to be run. */
    public Projections followers() {
        return subscribers;
    }

    /** What comes in by one node of the cluster at a time, to be taken. */
    public List<String> lanes() {
        return lanes.names();
    }

    /**
     * Begins to take a lane here.
     *
     * @return to end that
     */
    public AutoCloseable take(String lane) {
        return lanes.take(lane);
    }

    /** How far each subscriber of the journal is, and how it is doing. */
    public List<ProjectionStatus> subscribers() {
        return subscribers.status();
    }

    /** How the sources are doing, by name, and the lanes that this node takes. */
    public Map<String, BridgeHealth> sources() {
        Map<String, BridgeHealth> health = new LinkedHashMap<>();
        sources.forEach(source -> health.put(source.name(), source.health()));
        health.putAll(lanes.health());
        return health;
    }

    /** Nothing comes in any more; what goes out is ended by whoever runs it. */
    @Override
    public void close() {
        sources.forEach(EventSource::close);
        lanes.close();
    }
}
