package org.talkoot.persistence.tail;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.persistence.database.Database;

/** What the database says of followers that this node does not run. For any thread. */
final class Elsewhere {

    private static final Logger LOGGER = LoggerFactory.getLogger(Elsewhere.class);

    /** One query serves everybody who asks within this time: meters ask for each follower on its own. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final long LOOK_AGAIN = 20;

    private record Seen(Map<String, FollowerPosition> positions, long at) {}

    private final Database database;
    private final JournalTail tail;
    private final AtomicReference<Seen> seen;

    Elsewhere(FollowedJournal journal) {
        this.database = journal.database();
        this.tail = journal.tail();
        this.seen = new AtomicReference<>(new Seen(Map.of(), System.nanoTime() - FRESH.toNanos()));
    }

    /** As far as was known a moment ago. */
    ProjectionStatus status(String name) {
        FollowerPosition position = latest().get(name);
        return position == null
                ? new ProjectionStatus(name, false, 0, 0, 0, Optional.empty(), OptionalLong.empty())
                : new ProjectionStatus(
                        name, false, position.position(), position.behind(), 0, Optional.empty(), OptionalLong.empty());
    }

    private Map<String, FollowerPosition> latest() {
        Seen last = seen.get();
        if (System.nanoTime() - last.at() < FRESH.toNanos()) {
            return last.positions();
        }
        Map<String, FollowerPosition> read = read(last.positions());
        seen.set(new Seen(read, System.nanoTime()));
        return read;
    }

    private Map<String, FollowerPosition> read(Map<String, FollowerPosition> before) {
        try {
            return database.call(connection -> OffsetTable.list(connection, tail.head()).stream()
                    .collect(Collectors.toUnmodifiableMap(FollowerPosition::name, position -> position)));
        } catch (RuntimeException e) {
            LOGGER.atDebug().setCause(e).log("what was known before is shown");
            return before;
        }
    }

    /** Waits until it has come so far. */
    boolean await(String name, long position, Duration atMost) throws InterruptedException {
        long begun = System.nanoTime();
        boolean reached = hasReached(name, position);
        while (!reached && System.nanoTime() - begun < atMost.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN);
            reached = hasReached(name, position);
        }
        return reached;
    }

    private boolean hasReached(String name, long position) {
        return database.call(connection -> OffsetTable.load(connection, name)) >= position;
    }
}
