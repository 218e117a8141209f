package org.talkoot.agents.wire;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.pekko.actor.setup.Setup;

/**
 * What the messages of an actor system are written with; given to the system when it is created, because Pekko builds
 * the serializer itself. A system without one talks to nobody.
 */
public final class WireSetup extends Setup {

    private final WireCatalog catalog;
    private final JsonMapper values;

    /** @param values knows how the core's types are written */
    public WireSetup(WireCatalog catalog, JsonMapper values) {
        this.catalog = catalog;
        this.values = values;
    }

    WireCatalog catalog() {
        return catalog;
    }

    JsonMapper values() {
        return values;
    }
}
