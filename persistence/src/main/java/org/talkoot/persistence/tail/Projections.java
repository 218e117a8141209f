package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.tail.ProjectionStatus.Skip;

/**
 * What follows the journal, projections and subscribers. Every node knows all of them; each runs on the node that is
 * told to ({@link #run}), on a thread and at a pace of its own. Of one that runs elsewhere this node knows what the
 * database says, and holds nothing for it.
 */
public final class Projections implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Projections.class);

    private final FollowedJournal journal;
    private final Database database;
    private final Elsewhere elsewhere;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Map<String, ProjectionRunner> running = new ConcurrentHashMap<>();

    /** One to ask, and how to make one that runs: a subscriber that was closed does not begin again. */
    private record Known(Follower follower, Supplier<? extends Follower> maker) {}

    /** An end that throws nothing. */
    @FunctionalInterface
    public interface Running extends AutoCloseable {

        /** Stops it, and waits for that for a few seconds: what it still does then moves no position. */
        @Override
        void close();
    }

    private Projections(FollowedJournal journal) {
        this.journal = journal;
        this.database = journal.database();
        this.elsewhere = new Elsewhere(journal);
    }

    /**
     * Knows all of them and runs none; to be closed before the tail and the database. When this returns, the position
     * of each is known: one that begins now sees whatever is written afterwards, even when the process ends before it
     * has done anything.
     */
    public static Projections of(FollowedJournal journal, List<? extends Supplier<? extends Follower>> followers) {
        Projections all = new Projections(journal);
        for (Supplier<? extends Follower> maker : followers) {
            Follower follower = maker.get();
            if (all.known.put(follower.name(), new Known(follower, maker)) != null) {
                throw new IllegalArgumentException("two projections are named " + follower.name());
            }
        }
        all.database.callWrite(all::add);
        return all;
    }

    /** Runs all of them here. */
    public static Projections start(FollowedJournal journal, List<? extends Follower> followers) {
        Projections all = of(
                journal,
                followers.stream()
                        .<Supplier<? extends Follower>>map(follower -> () -> follower)
                        .toList());
        all.names().forEach(all::run);
        return all;
    }

    private boolean add(Connection connection) throws SQLException {
        for (Known one : known.values()) {
            long first = Steps.of(one.follower()).first(connection);
            OffsetTable.add(connection, one.follower().name(), first);
        }
        return true;
    }

    /** In the order in which they were given. */
    public List<String> names() {
        return List.copyOf(known.keySet());
    }

    /**
     * Runs one on this node, and takes its position from whichever node had it.
     *
     * @return to stop it again
     */
    public Running run(String name) {
        ProjectionRunner runner = new ProjectionRunner(known(name).maker().get(), journal);
        if (running.putIfAbsent(name, runner) != null) {
            throw new IllegalStateException("'%s' runs here already".formatted(name));
        }
        runner.start();
        return () -> {
            runner.stop();
            journal.tail().window().wake();
            runner.close();
            running.remove(name, runner);
        };
    }

    /** How each is doing, in the order in which they were given. */
    public List<ProjectionStatus> status() {
        return known.keySet().stream().map(this::status).toList();
    }

    /** How far all followers of the cluster are by the database, and which node runs each; by name. Blocks. */
    public List<FollowerPosition> everywhere() {
        return database.call(connection -> OffsetTable.list(connection, JournalReader.head(connection)));
    }

    private ProjectionStatus status(String name) {
        ProjectionRunner runner = running.get(name);
        return runner == null ? elsewhere.status(name) : runner.status();
    }

    /**
     * Empties the tables of a projection; whichever node runs it then applies the journal again, while everything else
     * goes on. Until it has come to the end, its view shows less.
     *
     * @throws IllegalArgumentException there is no projection of that name
     */
    public void rebuild(String name) {
        if (!(known(name).follower() instanceof Projection projection)) {
            throw new IllegalArgumentException("'%s' is no view".formatted(name));
        }
        // The position first: whoever runs it waits there until this has committed, and applies nothing meanwhile.
        database.execute(connection -> {
                    OffsetTable.set(connection, name, 0);
                    projection.clear(connection);
                })
                .join();
        look(name);
    }

    private void look(String name) {
        ProjectionRunner runner = running.get(name);
        if (runner != null) {
            runner.look();
        }
    }

    /**
     * Has a follower pass over an entry that it has not taken yet, now and in each rebuild.
     *
     * @return false: it has come past that entry, or there is none yet
     * @throws IllegalArgumentException there is no follower of that name
     */
    public boolean skip(String name, Skip skip) {
        Follower follower = known(name).follower();
        boolean skipped =
                database.callWrite(connection -> skip.position() > OffsetTable.load(connection, follower.name())
                        && skip.position() <= JournalReader.head(connection)
                        && OffsetTable.skip(connection, name, skip));
        if (skipped) {
            LOGGER.atWarn()
                    .addKeyValue("projection", name)
                    .addKeyValue("position", skip.position())
                    .addKeyValue("by", skip.by())
                    .log("passes over an entry: {}", skip.reason());
            look(name);
        }
        return skipped;
    }

    /** What a follower passes over. */
    public List<Skip> skipped(String name) {
        return database.call(connection -> OffsetTable.skips(connection, name));
    }

    /**
     * Waits until a projection has applied everything that is in the journal now. Blocks its caller; the projection
     * hurries, if it runs here.
     *
     * @return false: it has not, in that time
     */
    public boolean awaitCaughtUp(String name, Duration atMost) {
        String projection = known(name).follower().name();
        long head = database.call(JournalReader::head);
        ProjectionRunner runner = running.get(projection);
        try {
            return runner == null ? elsewhere.await(projection, head, atMost) : runner.await(head, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * What a view has, once it has applied everything that is in the journal now, or what it can apply in that time. So
     * what was written before is found, or it is said that nobody knows yet. Blocks.
     *
     * @throws ProjectionBehindException when there is none although not everything has been applied
     */
    public <T> Optional<T> find(String name, Duration atMost, Supplier<Optional<T>> row) {
        boolean caughtUp = awaitCaughtUp(name, atMost);
        Optional<T> found = row.get();
        if (found.isEmpty() && !caughtUp) {
            throw new ProjectionBehindException(name);
        }
        return found;
    }

    private Known known(String name) {
        Known one = known.get(name);
        if (one == null) {
            throw new IllegalArgumentException("there is no projection '%s'".formatted(name));
        }
        return one;
    }

    @Override
    public void close() {
        running.values().forEach(ProjectionRunner::stop);
        journal.tail().window().wake();
        running.values().forEach(ProjectionRunner::close);
        running.clear();
    }
}
