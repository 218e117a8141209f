package org.talkoot.persistence.journal;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.lease.Fence;

/**
 * What the journal and snapshot plugins of an actor system work with; given to the system when it is created, because
 * Pekko builds the plugins itself.
 */
public final class PersistenceSetup extends Setup {

    private final Database database;
    private final EventCodec codec;
    private final CommitListener listener;
    private final Fence fence;
    private final JournalMeters meters = new JournalMeters();

    /** The database is opened and closed by the caller, and closed after the system. */
    public PersistenceSetup(Database database, EventCodec codec, CommitListener listener, Fence fence) {
        this.database = database;
        this.codec = codec;
        this.listener = listener;
        this.fence = fence;
    }

    /** For a program that is no node, and the only one that writes. */
    public PersistenceSetup(Database database, EventCodec codec, CommitListener listener) {
        this(database, codec, listener, Fence.none());
    }

    public static PersistenceSetup of(ActorSystem system) {
        return system.settings()
                .setup()
                .get(PersistenceSetup.class)
                .orElseThrow(
                        () -> new IllegalStateException("the actor system was created without a PersistenceSetup"));
    }

    public Database database() {
        return database;
    }

    public EventCodec codec() {
        return codec;
    }

    public CommitListener listener() {
        return listener;
    }

    public Fence fence() {
        return fence;
    }

    /** What is measured of the writer; to be bound to a registry by whoever has one. */
    public JournalMeters meters() {
        return meters;
    }
}
