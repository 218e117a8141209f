package org.talkoot.bridges.redis;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.bridges.wire.NameToken;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/**
 * A way in from one stream, which one node of the cluster takes at a time. It begins with what the group has handed out
 * and nobody has acknowledged, whoever had it, and goes on with new entries; a bounded number of them is open. Entries
 * are acknowledged in their order, when the intake has completed them.
 *
 * <p>An entry that the intake fails is handed over again by its {@link OpenDeliveries}; nothing behind it is
 * acknowledged. Where the connection ends, what is open stays open: an acknowledgement is good on any connection, by
 * whomever, so even a former owner of the lane may still say what is true. Then the stream is read on with back-off,
 * beginning with what was handed out and did not arrive.
 *
 * <p>Two virtual threads: one reads, one acknowledges.
 */
/* Watermarks are not moved here (ADR 0028 D9): the name of an entry is no number, and Redis' own list of what is
 * pending says more than a mark could, for what was acknowledged is never handed out again. */
public final class RedisLane implements EventSource {

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisLane.class);

    /** What is in flight may still be completed and acknowledged when the lane is closed. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final int MOST_DOUBLINGS = 6; // 16 seconds

    private final Connections connections;
    private final RedisSettings.In settings;
    private final String stream;
    private final Consumer<String> me;
    private final LagProbe probe;
    private final SourceHealth health = new SourceHealth();
    private final SourceHealth acknowledging = new SourceHealth();
    private final OpenDeliveries deliveries;
    private final OpenEntries open;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Link reading;

    /** @param consumer who this node is in the group: another name than that of any other node */
    RedisLane(Connections connections, RedisSettings.In settings, String stream, String consumer, LagProbe probe) {
        this.connections = connections;
        this.settings = settings;
        this.stream = stream;
        this.me = Consumer.from(settings.group(), consumer);
        this.probe = probe;
        this.deliveries = new OpenDeliveries(stream);
        this.open = new OpenEntries(settings.maxInFlight());
    }

    static String name(String stream) {
        return "redis-" + NameToken.of(stream);
    }

    @Override
    public String name() {
        return name(stream);
    }

    @Override
    public BridgeHealth health() {
        BridgeHealth ofReading = health.current();
        BridgeHealth ofAcknowledging = acknowledging.current();
        if (ofReading instanceof BridgeHealth.Stuck) {
            return ofReading;
        }
        return ofAcknowledging instanceof BridgeHealth.Stuck ? ofAcknowledging : deliveries.health();
    }

    @Override
    public void start(Intake intake) {
        probe.begins(stream, deliveries, health);
        Thread.ofVirtual().name("talkoot-" + name()).start(new Reading(intake));
        Thread.ofVirtual().name("talkoot-" + name() + "-acknowledge").start(this::acknowledgeAll);
    }

    /** Reads until the lane is closed. */
    private final class Reading implements Runnable {

        private final Intake intake;
        private EntryId last = EntryId.BEGINNING;
        private long taken;
        private int failures;

        Reading(Intake intake) {
            this.intake = intake;
        }

        @Override
        public void run() {
            try {
                while (!isClosing()) {
                    try (Link link = connections.open()) {
                        reading = link;
                        follow(link);
                    } catch (BusException e) {
                        failed(e);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void follow(Link link) throws InterruptedException {
            if (RedisTopology.makeGroup(link, stream, me.getGroup())) {
                LOGGER.atWarn()
                        .addKeyValue("stream", stream)
                        .addKeyValue("group", me.getGroup())
                        .log("the group was not there; it was made and takes the stream from its first entry");
            }
            GroupReader reader = new GroupReader(link, stream, me, settings.block());
            takeFrom(last.next(), reader);
            flows();
            while (!isClosing() && open.awaitRoom() > 0) {
                takeNext(reader);
                flows();
            }
        }

        /** What was handed out before this connection, to whomever; or to this node, and did not arrive. */
        private void takeFrom(EntryId first, GroupReader reader) throws InterruptedException {
            Optional<EntryId> from = Optional.of(first);
            while (from.isPresent() && !isClosing() && open.awaitRoom() > 0) {
                GroupReader.Claimed claimed = reader.claim(from.get(), open.awaitRoom());
                take(claimed.entries());
                from = claimed.next();
            }
        }

        private void takeNext(GroupReader reader) throws InterruptedException {
            GroupReader.Read read = reader.next(open.awaitRoom());
            if (read.othersHold()) {
                takeFromOthers(reader, read.entries().stream().map(Entry::id).findFirst());
            }
            take(read.entries());
        }

        private void takeFromOthers(GroupReader reader, Optional<EntryId> before) throws InterruptedException {
            EntryId reached = last;
            last = EntryId.BEGINNING; // if this fails half-way, all that is pending is looked at again
            List<Entry> claimed = List.of();
            do {
                take(claimed);
                int room = open.awaitRoom();
                claimed = isClosing() ? List.of() : reader.claimOfOthers(before, room, settings.maxInFlight());
            } while (!claimed.isEmpty());
            last = reached.compareTo(last) > 0 ? reached : last;
        }

        private void take(List<Entry> entries) throws InterruptedException {
            for (Entry entry : entries) {
                // not one that is open here already: a server that has lost its memory hands it out again
                if (open.awaitRoom() > 0 && !isClosing() && open.add(entry.id())) {
                    last = entry.id().compareTo(last) > 0 ? entry.id() : last;
                    deliveries.take(taken++, entry.delivery(), intake).whenComplete((receipt, failure) -> {
                        if (failure == null) {
                            open.done(entry.id());
                        }
                    });
                }
            }
        }

        private void flows() {
            failures = 0;
            health.streamFlows();
        }

        private void failed(BusException failure) throws InterruptedException {
            if (!isClosing()) {
                health.streamFailed(failure);
                LOGGER.atLevel(failures == 0 ? Level.WARN : Level.DEBUG)
                        .addKeyValue("stream", stream)
                        .addKeyValue("failure", Reason.of(failure))
                        .log("cannot be read, trying again");
                pause(failures++);
            }
        }
    }

    private void acknowledgeAll() {
        try {
            long renewed = System.nanoTime();
            for (int failures = 0; !open.isClosed(); ) {
                try {
                    acknowledge(open.awaitDone(settings.renewEvery()));
                    if (System.nanoTime() - renewed >= settings.renewEvery().toNanos()) {
                        renew();
                        renewed = System.nanoTime();
                    }
                    acknowledging.streamFlows();
                    failures = 0;
                } catch (BusException e) {
                    acknowledging.streamFailed(e);
                    LOGGER.atLevel(failures == 0 ? Level.WARN : Level.DEBUG)
                            .addKeyValue("stream", stream)
                            .addKeyValue("failure", Reason.of(e))
                            .log("cannot be acknowledged, trying again");
                    pause(failures++);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acknowledge(List<EntryId> done) {
        if (!done.isEmpty()) {
            Link link = connections.shared();
            link.get(link.redis().xack(stream, me.getGroup(), texts(done)));
            open.acknowledged(done);
        }
    }

    /** Only its own: what somebody else has claimed is not his to renew. */
    private void renew() {
        Link link = connections.shared();
        Set<String> mine = new HashSet<>();
        link.get(link.redis().xpending(stream, me, Range.unbounded(), Limit.from(settings.maxInFlight()))).stream()
                .map(PendingMessage::getId)
                .forEach(mine::add);
        List<EntryId> waiting =
                open.ids().stream().filter(id -> mine.contains(id.toString())).toList();
        if (!waiting.isEmpty()) {
            link.get(link.redis().xclaim(stream, me, XClaimArgs.Builder.justid(), texts(waiting)));
        }
    }

    private static String[] texts(List<EntryId> ids) {
        return ids.stream().map(EntryId::toString).toArray(String[]::new);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Twice as long each time, unless the lane is closed. */
    private void pause(int failures) throws InterruptedException {
        boolean unused = closing.await(FIRST_PAUSE_MILLIS << Math.min(failures, MOST_DOUBLINGS), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closing.countDown();
        Link link = reading;
        if (link != null) {
            link.close();
        }
        try {
            open.awaitNone(DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.close();
        deliveries.giveUp();
        probe.ends(deliveries);
    }
}
