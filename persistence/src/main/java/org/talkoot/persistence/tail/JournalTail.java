package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.ConversationId;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.Jdbc;
import org.talkoot.persistence.journal.CommitListener;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.JournalRow;

/**
 * The one reader of the journal on a node. Whatever any node commits is in its {@link TailWindow} soon after, in order
 * and without a gap: what this node commits, at once and without reading the database; what others commit, when they
 * say so ({@link #reaches}), when their positions show as a gap, or after the poll interval.
 */
/* Why a gap in the positions needs no waiting. A position is taken under a lock that is held until
 * the commit, so when row n can be seen, every smaller row can be seen or never will be. A group of
 * ours that begins at position + 1 follows directly. One that begins later may have rows of other
 * nodes before it, or numbers that a failed group took with it; one query of what lies between tells, and it
 * is final. What this node wrote itself is never read again: it is there, and decoded. */
public final class JournalTail implements CommitListener, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(JournalTail.class);

    /** In the place of a group: there is something to read. */
    private static final List<JournalEntry> LOOK = List.of();

    /** Groups of this node between its writer and this reader; what does not fit is read later. */
    private static final int MAX_GROUPS = 256;

    private static final long NO_END = Long.MAX_VALUE;

    /** Entries of one read. */
    private static final int PAGE = 1_000;

    private final Database database;
    private final TailSettings settings;
    private final BlockingQueue<List<JournalEntry>> groups = new ArrayBlockingQueue<>(MAX_GROUPS);
    private final FeedSignals signals;
    private final TailWindow window;
    private final Thread thread;
    private final AtomicLong reached = new AtomicLong();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile LongConsumer others = position -> {};
    private volatile boolean closed;

    /** Follows the journal from its present end. */
    public JournalTail(Database database, TailSettings settings) {
        this.database = database;
        this.settings = settings;
        this.signals = new FeedSignals(settings.maxListeners());
        this.window =
                new TailWindow(database.call(JournalReader::head), settings.windowEntries(), settings.windowBytes());
        this.thread = Thread.ofPlatform().daemon().name("talkoot-journal-tail").start(this::follow);
    }

    /** Signals for live feeds; given before any projection has seen the entries. */
    public FeedSignals signals() {
        return signals;
    }

    TailWindow window() {
        return window;
    }

    /** The position of the newest entry that was seen. */
    public long head() {
        return window.head();
    }

    /** As {@link JournalReader#feed}, from memory where that goes back far enough. */
    public List<JournalEntry> feed(JournalReader reader, ConversationId feed, long after, int limit) {
        return window.after(feed, after, limit).orElseGet(() -> reader.feed(feed, after, limit));
    }

    /**
     * From now on, tells this consumer how far the journal goes after each commit of this node, on the writer's thread.
     */
    public void tells(LongConsumer listener) {
        others = listener;
    }

    /** Somebody says that the journal goes as far as this: the tail looks soon. For any thread; does not block. */
    public void reaches(long position) {
        reached.accumulateAndGet(position, Math::max);
        if (position > window.head() && looking.compareAndSet(false, true) && !groups.offer(LOOK)) {
            looking.set(false); // a full queue keeps the tail awake as it is
        }
    }

    @Override
    public void committed(long first, List<JournalRow> rows) {
        List<JournalEntry> group = new ArrayList<>(rows.size());
        for (JournalRow row : rows) {
            group.add(JournalEntry.of(first + group.size(), row));
        }
        if (!groups.offer(group)) {
            LOGGER.atDebug().log("the tail is behind its writer and will read for itself");
        }
        others.accept(first + rows.size() - 1);
    }

    @Override
    public void close() {
        closed = true;
        boolean woken = groups.offer(LOOK); // a full queue needs no waking
        LOGGER.atDebug().addKeyValue("woken", woken).log("closing the tail");
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        signals.close();
    }

    private void follow() {
        while (!closed) {
            try {
                List<JournalEntry> group = groups.poll(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
                if (group == null) {
                    readAll();
                } else if (group.isEmpty()) {
                    look();
                } else {
                    take(group);
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (Throwable e) { // an error too: without this thread nobody hears of anything
                LOGGER.atWarn().setCause(e).log("the journal cannot be read, trying again");
                pause();
            }
        }
    }

    private void take(List<JournalEntry> group) throws SQLException {
        long first = group.getFirst().position();
        if (first <= window.head()) {
            return; // it was read with others
        }
        if (first > window.head() + 1) {
            read(first - 1, first);
        }
        publish(group);
    }

    /** Asked again while it reads, it reads once more: what was committed meanwhile may be missing. */
    private void look() throws SQLException {
        looking.set(false);
        long upTo = reached.get();
        if (upTo > window.head()) {
            read(upTo, NO_END);
        }
    }

    private void readAll() throws SQLException {
        read(NO_END, NO_END);
    }

    /**
     * Reads page after page until it has come so far, or there is no more.
     *
     * @param before nothing from here on: who reads has it
     */
    private void read(long upTo, long before) throws SQLException {
        List<JournalEntry> page;
        do {
            page = database.with(connection -> nextPage(connection, before));
            publish(page);
        } while (!page.isEmpty() && window.head() < upTo && !closed);
    }

    /** Each on its own, to see what was committed meanwhile. */
    private List<JournalEntry> nextPage(Connection connection, long before) throws SQLException {
        connection.setAutoCommit(false);
        return Jdbc.committed(connection, c -> JournalReader.between(c, window.head(), before, PAGE));
    }

    private void publish(List<JournalEntry> entries) {
        if (!entries.isEmpty()) {
            window.append(entries);
            signals.signal(entries);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(settings.pollInterval().toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
