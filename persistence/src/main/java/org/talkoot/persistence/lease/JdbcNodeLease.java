package org.talkoot.persistence.lease;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseException;

/**
 * The lease of a node in the database that its nodes share, renewed by a thread of its own. Where the database is one
 * process's alone, its lock is the lease: it does not end before the process.
 */
/* How long the lease lasts is the database's business, by the database's clock. The node reckons with
 * its own, from before it asked: what it believes is never longer than what the database knows, as
 * long as both clocks run equally fast for the half minute in question. */
public final class JdbcNodeLease implements NodeLease, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(JdbcNodeLease.class);

    private record Held(Epoch epoch, long untilNanos) {}

    private final Incarnations incarnations;
    private final LeaseSettings settings;
    private final LongSupplier nanos;
    private final boolean endless;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread renewal;
    private volatile Held held;

    JdbcNodeLease(Database database, String node, LeaseSettings settings, LongSupplier nanos) {
        this.incarnations = new Incarnations(database);
        this.settings = settings;
        this.nanos = nanos;
        this.endless = database.isExclusive();
        try {
            long asked = nanos.getAsLong();
            this.held = from(asked, incarnations.begin(node, settings.term()));
        } catch (SQLException e) {
            throw DatabaseException.failed(e);
        }
        this.renewal = Thread.ofPlatform().daemon().name("talkoot-lease").unstarted(this::renewUntilClosed);
    }

    /**
     * Begins an incarnation and keeps its lease until this is closed.
     *
     * @param node for operators: which node it is
     */
    public static JdbcNodeLease open(Database database, String node, LeaseSettings settings) {
        JdbcNodeLease lease = new JdbcNodeLease(database, node, settings, System::nanoTime);
        if (!lease.endless) {
            lease.renewal.start();
        }
        return lease;
    }

    @Override
    public Optional<Epoch> outliving(Duration span) {
        Held now = held;
        Duration asked = span.compareTo(settings.reserve()) < 0 ? span : settings.reserve();
        boolean outlives = endless || now.untilNanos() - nanos.getAsLong() > asked.toNanos();
        return outlives ? Optional.of(now.epoch()) : Optional.empty();
    }

    /** How long ago the lease was renewed; where it does not end, always just now. */
    public Duration sinceRenewal() {
        long renewed = held.untilNanos() - settings.term().toNanos();
        return endless ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - renewed);
    }

    /** Why this node begins nothing that it would have to own, if so. */
    public Optional<String> problem() {
        return outliving(settings.term()).isPresent()
                ? Optional.empty()
                : Optional.of("The lease of this node could not be renewed in time.");
    }

    private void renewUntilClosed() {
        try {
            while (!closing.await(settings.renewEvery().toMillis(), TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Renews once; a lease that has ended is followed by a new incarnation. */
    void renew() {
        try {
            Epoch epoch = held.epoch();
            long asked = nanos.getAsLong();
            if (incarnations.renew(epoch, settings.term())) {
                held = from(asked, epoch);
            } else {
                held = from(asked, incarnations.follow(epoch, settings.term()));
                LOGGER.atWarn()
                        .addKeyValue("epoch", held.epoch())
                        .log("the lease of this node had ended: it owns nothing of before");
            }
        } catch (SQLException | RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("the lease of this node could not be renewed");
        }
    }

    private Held from(long asked, Epoch epoch) {
        return new Held(epoch, asked + settings.term().toNanos());
    }

    /** The newest incarnation of this node, whether its lease still holds or not. */
    public Epoch incarnation() {
        return held.epoch();
    }

    /** Gives the lease back: others wait no longer than for calls that may still go on. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (renewal.isAlive()) {
                renewal.join(settings.renewEvery());
            }
            if (!endless) {
                incarnations.end(held.epoch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("the lease of this node could not be given back");
        }
    }
}
