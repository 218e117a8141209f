package org.talkoot.bridges;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.talkoot.bridges.port.Lane;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/** The lanes of a node's bridges, and those of them that it takes at the moment. For any thread. */
final class Lanes implements AutoCloseable {

    private final Map<String, Lane> known = new LinkedHashMap<>();
    private final Map<String, EventSource> taken = new ConcurrentHashMap<>();
    private final Intake intake;
    private volatile boolean closed;

    /** A lane that is taken here, until it is closed. */
    interface Taking extends AutoCloseable {
        @Override
        void close();
    }

    Lanes(List<Lane> lanes, Intake intake) {
        lanes.forEach(lane -> known.put(lane.name(), lane));
        this.intake = intake;
    }

    List<String> names() {
        return List.copyOf(known.keySet());
    }

    /**
     * Begins to take one here.
     *
     * @return to end that
     */
    Taking take(String name) {
        Lane lane = known.get(name);
        if (lane == null) {
            throw new IllegalArgumentException("no lane " + name);
        }
        EventSource source = lane.source().get();
        if (taken.putIfAbsent(name, source) != null) {
            throw new IllegalStateException("'%s' is taken here already".formatted(name));
        }
        if (closed) {
            taken.remove(name, source);
        } else {
            source.start(intake);
        }
        return () -> end(name, source);
    }

    private void end(String name, EventSource source) {
        if (taken.remove(name, source)) {
            source.close();
        }
    }

    /** How those are doing that are taken here. */
    Map<String, BridgeHealth> health() {
        Map<String, BridgeHealth> health = new TreeMap<>();
        taken.forEach((name, source) -> health.put(name, source.health()));
        return health;
    }

    /** Takes nothing any more. */
    @Override
    public void close() {
        closed = true;
        taken.forEach(this::end);
    }
}
