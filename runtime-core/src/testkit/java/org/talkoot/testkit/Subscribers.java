package org.talkoot.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.AgentEvent.Address;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.trigger.SurgeLimit;
import org.talkoot.core.trigger.Wake;

/**
 * Who in a world follows the journal: what agents publish, and what comes from outside, wakes those who subscribe to
 * it. Survives every death, as the journal and the positions of followers do. The runtime's own events wake nobody
 * here, since their names are not known to the pure model; and a payload is heard as it was said, JSON or not.
 */
final class Subscribers {

    private final AgentCatalog catalog;
    private final Map<AgentDefinition, SurgeLimit> surges = new HashMap<>();
    private final Map<StreamId, Integer> told = new HashMap<>();
    private final List<Wake.Begin> waiting = new ArrayList<>();
    private final Map<StreamId, List<?>> letters = new LinkedHashMap<>();

    Subscribers(AgentCatalog catalog) {
        this.catalog = catalog;
    }

    /** What an entry of the journal begins; it waits until {@link #begun}. */
    List<Wake.Begin> hear(StreamId stream, Object entry, Instant at) {
        return switch (entry) {
            case RunEvent.EventPublished e ->
                hear(stream, new Said(e.eventType(), e.payload(), e.trace(), at), Optional.empty());
            case RunEvent.ReplyRequested e ->
                hear(
                        stream,
                        new Said(e.eventType(), e.payload(), e.trace(), at),
                        Optional.of(new Wake.Asker(stream.agent(), e.run(), e.call())));
            case Object e -> List.of();
        };
    }

    /** What an event from outside begins. */
    List<Wake.Begin> hear(StreamId stream, String type, String payload, Instant at) {
        String id = "outside-" + (told.getOrDefault(stream, 0) + 1);
        return hear(stream, new Said(type, payload, new Trace(id, id, 0), at), Optional.empty());
    }

    private record Said(String type, String payload, Trace trace, Instant at) {}

    private List<Wake.Begin> hear(StreamId stream, Said said, Optional<Wake.Asker> asker) {
        String id = stream + "#" + told.merge(stream, 1, Integer::sum);
        AgentEvent event = new AgentEvent(
                id,
                EventType.of(said.type()),
                said.at(),
                Address.from("/" + stream),
                stream.feed(),
                said.trace(),
                said.payload(),
                Map.of());
        return wake(new Wake.Cause(event, position(id), asker));
    }

    /**
     * The same wherever a node dies, unlike the order in which streams are written; a real journal has an order that
     * survives deaths.
     */
    private static long position(String id) {
        return Integer.toUnsignedLong(id.hashCode());
    }

    private List<Wake.Begin> wake(Wake.Cause cause) {
        List<Wake.Begin> begun = new ArrayList<>();
        for (AgentDefinition agent : catalog.all()) {
            Wake.of(agent, cause)
                    .map(wake -> surge(agent).admit(wake, cause.event()))
                    .ifPresent(wake -> {
                        switch (wake) {
                            case Wake.Begin w -> begun.add(w);
                            case Wake.Stopped w -> bury(w, cause);
                        }
                    });
        }
        waiting.addAll(begun);
        return begun;
    }

    private SurgeLimit surge(AgentDefinition agent) {
        return surges.computeIfAbsent(agent, key -> new SurgeLimit());
    }

    private void bury(Wake.Stopped wake, Wake.Cause cause) {
        DeadLetterEvent.Opened opened =
                new DeadLetterEvent.Opened(wake.letter(cause, cause.event().time()));
        letters.put(StreamId.of(cause.event().subject(), opened.letter().id()), List.of(opened));
    }

    /** The agent has it in its journal. */
    void begun(Wake.Begin wake) {
        waiting.remove(wake);
    }

    /** What was not begun before the node died. */
    List<Wake.Begin> waiting() {
        return List.copyOf(waiting);
    }

    Map<StreamId, List<?>> letters() {
        return letters;
    }
}
