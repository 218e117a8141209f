package org.talkoot.persistence.journal;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.codec.JournalException;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * The Pekko journal plugin. Configured at {@code talkoot.journal}; needs a {@link PersistenceSetup}. Persistence ids
 * are the text form of {@link StreamId}.
 *
 * <p>Events are encoded here, on the plugin's dispatcher; nothing else happens on it. A write that fails stops its
 * entity, as Pekko has it; it fails for that entity only.
 */
public final class TalkootJournal extends AsyncWriteJournal {

    private static final List<Optional<Exception>> ALL_WRITTEN = List.of();

    private final EventCodec codec;
    private final GroupCommit writer;
    private final Recovery recovery;

    /** Called by Pekko. */
    public TalkootJournal(Config config) {
        PersistenceSetup setup = PersistenceSetup.of(context().system());
        this.codec = setup.codec();
        this.writer = new GroupCommit(
                new MeasuredInserts(JournalInserts.into(setup.database(), setup.fence()), setup.meters()),
                setup.listener(),
                new GroupCommit.Bounds(config.getInt("max-queued-events"), config.getBytes("max-queued-bytes")));
        setup.meters().queued(writer::queued);
        this.recovery = new Recovery(setup.database());
    }

    @Override
    public void postStop() throws Exception {
        writer.close();
        super.postStop();
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        try {
            return scala(writer.append(rows(messages)).thenApply(written -> ALL_WRITTEN));
        } catch (JournalException e) {
            return FutureConverters.asScala(CompletableFuture.failedFuture(e));
        }
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return scala(recovery.delete(stream(persistenceId), toSequenceNr));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> callback) {
        return scala(recovery.replay(
                stream(persistenceId), from, to, max, entry -> callback.accept(representation(persistenceId, entry))));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        return scala(recovery.highest(stream(persistenceId), from));
    }

    /** All writes of one request come from one entity; each of them is what one decision wrote. */
    private List<JournalRow> rows(Iterable<AtomicWrite> messages) {
        List<JournalRow> rows = new ArrayList<>();
        long now = System.currentTimeMillis();
        for (AtomicWrite write : messages) {
            StreamId stream = stream(write.persistenceId());
            int remaining = write.size();
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                Object payload = event.payload();
                rows.add(new JournalRow(
                        stream, event.sequenceNr(), --remaining, now, codec.encodeReferring(payload), payload));
            }
        }
        return rows;
    }

    private PersistentRepr representation(String persistenceId, JournalEntry entry) {
        return PersistentRepr.apply(
                        entry.event(codec), entry.seqNr(), persistenceId, "", false, ActorRef.noSender(), "")
                .withTimestamp(entry.writtenAt().toEpochMilli());
    }

    private static StreamId stream(String persistenceId) {
        try {
            return StreamId.parse(persistenceId);
        } catch (IllegalArgumentException e) {
            throw JournalException.notAStream(persistenceId, e);
        }
    }

    private static <T> Future<T> scala(CompletionStage<? extends T> stage) {
        return FutureConverters.asScala(stage.thenApply(value -> value));
    }
}
