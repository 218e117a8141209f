package org.talkoot.persistence.tail;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;

/**
 * Runs one projection on a thread of its own. At the journal's end it takes entries from the shared window; behind it,
 * it reads for itself. A batch that fails is tried again, ever more slowly, and holds nobody else up.
 */
final class ProjectionRunner implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProjectionRunner.class);

    private static final long FIRST_RETRY = 200;
    private static final long LAST_RETRY = 30_000;
    private static final long STANDBY = 1_000;
    private static final long STANDBY_HURRIED = 20;

    private final Follower follower;
    private final Steps steps;
    private final OwnedPosition own;
    private final TailWindow window;
    private final TailSettings settings;
    private final Progress progress = new Progress();
    private final Thread thread;
    private volatile boolean closed;
    private int limit = Integer.MAX_VALUE; // of the next batch; small after a failure

    /** What the journal had when it began to follow is read from there: the window knows what was erased since. */
    private long written;

    private List<JournalEntry> attempted = List.of();

    ProjectionRunner(Follower follower, FollowedJournal journal) {
        this.follower = follower;
        this.steps = Steps.of(follower);
        this.own = new OwnedPosition(journal, follower.name(), steps.durability());
        this.window = journal.tail().window();
        this.settings = journal.settings();
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("talkoot-projection-" + follower.name())
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    String name() {
        return follower.name();
    }

    ProjectionStatus status() {
        return progress.status(follower.name(), window.head());
    }

    /** Looks at once whether its position has been moved, or an entry it fails at is to be skipped. */
    void look() {
        progress.wake();
        window.wake();
    }

    /** Waits until the projection has applied everything up to {@code position}. */
    boolean await(long position, Duration atMost) throws InterruptedException {
        return progress.await(position, atMost);
    }

    /** Asks it to end, without waiting. */
    void stop() {
        closed = true;
        progress.close();
        steps.close();
    }

    /** Never by an interrupt: nobody knows what a driver or a broker's client makes of one. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                if (owns()) {
                    progress.lead(steps.begin(own));
                    follow();
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (OwnedPosition.MovedException e) {
                begunElsewhere(e);
            } catch (Throwable e) { // an error too: a thread that ends without a word looks well
                failed(e);
            }
        }
        release();
    }

    private void release() {
        try {
            own.release();
        } catch (SQLException | RuntimeException e) {
            LOGGER.atDebug().setCause(e).log("whoever runs it next takes the position without being given it");
        }
    }

    /**
     * Waits until this node owns its position; false: it was closed before. As long as another node does, what is known
     * of its progress is in the table.
     */
    private boolean owns() throws SQLException, InterruptedException {
        boolean owns = false;
        while (!closed && !owns) {
            owns = own.take();
            if (!owns) {
                progress.follow(own.load());
                progress.rest(STANDBY, STANDBY_HURRIED);
            }
        }
        return owns;
    }

    private void follow() throws SQLException, InterruptedException {
        Set<Long> skipped = own.read(c -> OffsetTable.skipped(c, follower.name()));
        written = window.head();
        while (!closed) {
            List<JournalEntry> entries = next();
            if (entries.isEmpty()) {
                steps.check(own, progress.position());
                progress.idle();
            } else {
                apply(entries, skipped);
                progress.rest(steps.rest(settings.projectionInterval()).toMillis());
            }
        }
    }

    private void apply(List<JournalEntry> entries, Set<Long> skipped) throws SQLException, InterruptedException {
        attempted = entries;
        long to = entries.getLast().position();
        List<JournalEntry> wanted = skipped.isEmpty()
                ? entries
                : entries.stream()
                        .filter(entry -> !skipped.contains(entry.position()))
                        .toList();
        steps.apply(own, wanted, progress.position(), to);
        attempted = List.of();
        limit = limit > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : 2 * limit;
        progress.applied(to);
    }

    private List<JournalEntry> next() throws SQLException, InterruptedException {
        long position = progress.position();
        window.await(position);
        Optional<List<JournalEntry>> shared = position < written ? Optional.empty() : window.after(position);
        if (shared.isPresent()) {
            List<JournalEntry> all = shared.get();
            return all.subList(0, Math.min(all.size(), most()));
        }
        int most = Math.min(most(), settings.batch());
        List<JournalEntry> page = own.read(c -> JournalReader.after(c, position, most));
        progress.hurry(window.head());
        return page;
    }

    private int most() {
        return Math.min(steps.most(), limit);
    }

    /** Not a failure: there is another position now, from which to go on. */
    private void begunElsewhere(OwnedPosition.MovedException e) {
        LOGGER.atInfo()
                .addKeyValue("projection", follower.name())
                .log("goes on from another position: {}", e.getMessage());
        attempted = List.of();
        pause(FIRST_RETRY);
    }

    /** Ever fewer entries at once, until the one is known at which it fails. */
    private void narrow() {
        if (attempted.size() == 1) {
            progress.stuckAt(attempted.getFirst().position());
        }
        if (!attempted.isEmpty()) {
            limit = Math.max(1, attempted.size() / 8);
        }
        attempted = List.of();
    }

    /** Says so once, and stays visible as failed; other followers go on. */
    private void halted(FollowerHaltedException e) {
        int unused = progress.failed(e);
        LOGGER.atError().addKeyValue("projection", follower.name()).log(e.getMessage());
        try {
            while (!closed) {
                progress.rest(LAST_RETRY, LAST_RETRY);
            }
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    private void failed(Throwable e) {
        if (e instanceof FollowerHaltedException halt) {
            halted(halt);
            return;
        }
        if (closed) {
            LOGGER.atDebug().setCause(e).log("ended in the middle of something");
            return;
        }
        narrow();
        int failures = progress.failed(e);
        LOGGER.atWarn()
                .addKeyValue("projection", follower.name())
                .addKeyValue("position", progress.position())
                .addKeyValue("failures", failures)
                .setCause(e)
                .log("projection failed, trying again");
        pause(backOff(failures));
    }

    private void pause(long millis) {
        try {
            progress.rest(millis, millis);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    private static long backOff(int failures) {
        long doubled = FIRST_RETRY << Math.min(failures - 1, 10);
        long bounded = Math.min(doubled, LAST_RETRY);
        return bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2);
    }
}
