package org.talkoot.persistence.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.zip.DataFormatException;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.Encoded;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.codec.JournalException;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.ContentTable;
import org.talkoot.persistence.journal.PersistenceSetup;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * The Pekko snapshot plugin. Configured at {@code talkoot.snapshots}; needs a {@link PersistenceSetup}. Keeps the
 * newest snapshot of each stream.
 *
 * <p>A snapshot that this release cannot read is passed over: the entity replays its events instead, which are the
 * truth.
 */
public final class TalkootSnapshotStore extends SnapshotStore {

    private static final Logger LOGGER = LoggerFactory.getLogger(TalkootSnapshotStore.class);

    private final Database database;
    private final EventCodec codec;

    /** Called by Pekko. */
    public TalkootSnapshotStore() {
        PersistenceSetup setup = PersistenceSetup.of(context().system());
        this.database = setup.database();
        this.codec = setup.codec();
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        StreamId stream = StreamId.parse(persistenceId);
        return scala(database.submit(connection -> load(connection, stream, persistenceId, criteria)));
    }

    private Optional<SelectedSnapshot> load(
            Connection connection, StreamId stream, String persistenceId, SnapshotSelectionCriteria criteria)
            throws SQLException {
        Optional<SnapshotTable.Row> row = SnapshotTable.load(connection, stream, range(criteria));
        return row.isPresent() ? selected(connection, persistenceId, row.get()) : Optional.empty();
    }

    /** Encoded and compressed on a thread of the database, since a state can be large; then written. */
    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        StreamId stream = StreamId.parse(metadata.persistenceId());
        return scala(database.compute(() -> row(metadata, codec.encodeStateReferring(snapshot)))
                .thenCompose(row -> database.execute(c -> SnapshotTable.save(c, stream, row))));
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        long seqNr = metadata.sequenceNr();
        return delete(metadata.persistenceId(), new SnapshotTable.Range(seqNr, seqNr, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return delete(persistenceId, range(criteria));
    }

    private Future<Void> delete(String persistenceId, SnapshotTable.Range range) {
        StreamId stream = StreamId.parse(persistenceId);
        return scala(database.execute(connection -> SnapshotTable.delete(connection, stream, range)));
    }

    private static SnapshotTable.Row row(SnapshotMetadata metadata, Encoded state) {
        boolean deflated = Deflate.isWorthwhile(state.json());
        byte[] stored = deflated ? Deflate.deflate(state.json()) : state.json();
        return new SnapshotTable.Row(
                metadata.sequenceNr(),
                metadata.timestamp(),
                deflated,
                new Encoded(state.type(), state.version(), stored, state.contents()));
    }

    private Optional<SelectedSnapshot> selected(Connection connection, String persistenceId, SnapshotTable.Row row)
            throws SQLException {
        try {
            byte[] stored = row.state().json();
            byte[] json = row.deflated() ? Deflate.inflate(stored) : stored;
            Encoded plain = new Encoded(row.state().type(), row.state().version(), json);
            Object state = codec.decode(ContentTable.resolved(connection, plain));
            SnapshotMetadata metadata = new SnapshotMetadata(persistenceId, row.seqNr(), row.writtenAt());
            return Optional.of(SelectedSnapshot.create(metadata, state));
        } catch (JournalException | DataFormatException e) {
            LOGGER.atWarn()
                    .addKeyValue("stream", persistenceId)
                    .addKeyValue("seqNr", row.seqNr())
                    .setCause(e)
                    .log("snapshot cannot be read, replaying all events");
            return Optional.empty();
        }
    }

    private static SnapshotTable.Range range(SnapshotSelectionCriteria criteria) {
        return new SnapshotTable.Range(
                criteria.minSequenceNr(), criteria.maxSequenceNr(), criteria.minTimestamp(), criteria.maxTimestamp());
    }

    private static <T> Future<T> scala(CompletionStage<? extends T> stage) {
        return FutureConverters.asScala(stage.thenApply(value -> value));
    }
}
