package org.talkoot.agents.wire;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import org.apache.pekko.actor.setup.Setup;

/**
 * What the messages of an actor system are written with; given to the system when it is created, because Pekko builds
 * the serializer itself. A system without one talks to nobody.
 */
public final class WireSetup extends Setup {

    private final WireCatalog catalog;
    private final JsonMapper values;
    private volatile Set<String> heldBack = Set.of();

    /** @param values knows how the core's types are written */
    public WireSetup(WireCatalog catalog, JsonMapper values) {
        this.catalog = catalog;
        this.values = values;
    }

    /**
     * From now on the messages of these names, and no others, are not sent to other nodes, because some member would
     * not know them; whoever sends them asks again or repeats them. For any thread.
     */
    public void holdBack(Set<String> names) {
        heldBack = Set.copyOf(names);
    }

    boolean isHeldBack(String name) {
        return heldBack.contains(name);
    }

    WireCatalog catalog() {
        return catalog;
    }

    JsonMapper values() {
        return values;
    }
}
