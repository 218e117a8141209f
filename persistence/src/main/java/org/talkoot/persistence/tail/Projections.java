package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalReader;

/**
 * What follows the journal on a node, projections and subscribers, each on a thread and at a pace of its own. In a
 * cluster each of them runs on one node at a time; the others stand by.
 */
public final class Projections implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Projections.class);

    private final Database database;
    private final JournalTail tail;
    private final Map<String, ProjectionRunner> runners = new LinkedHashMap<>();

    private Projections(Database database, JournalTail tail) {
        this.database = database;
        this.tail = tail;
    }

    /**
     * Starts all of them; to be closed before the tail and the database. When this returns, the position of each is
     * known: one that begins now sees whatever is written afterwards, even when the process ends before it has done
     * anything.
     */
    public static Projections start(
            Database database, JournalTail tail, TailSettings settings, List<? extends Follower> followers) {
        Projections all = new Projections(database, tail);
        for (Follower follower : followers) {
            ProjectionRunner runner = new ProjectionRunner(follower, database, tail.window(), settings);
            if (all.runners.put(follower.name(), runner) != null) {
                throw new IllegalArgumentException("two projections are named " + runner.name());
            }
        }
        database.callWrite(all::add);
        all.runners.values().forEach(ProjectionRunner::start);
        return all;
    }

    private boolean add(Connection connection) throws SQLException {
        for (ProjectionRunner runner : runners.values()) {
            runner.add(connection);
        }
        return true;
    }

    /** How each is doing, in the order in which they were given. */
    public List<ProjectionStatus> status() {
        return runners.values().stream().map(ProjectionRunner::status).toList();
    }

    /**
     * Empties the tables of a projection; whichever node runs it then applies the journal again, while everything else
     * goes on. Until it has come to the end, its view shows less.
     *
     * @throws IllegalArgumentException there is no projection of that name
     */
    public void rebuild(String name) {
        ProjectionRunner runner = runner(name);
        if (!(runner.follower() instanceof Projection projection)) {
            throw new IllegalArgumentException("'%s' is no view".formatted(name));
        }
        database.execute(connection -> {
                    projection.clear(connection);
                    OffsetTable.set(connection, name, 0);
                })
                .join();
        runner.look();
    }

    /**
     * Has a follower pass over an entry that it has not taken yet, now and in each rebuild.
     *
     * @return false: it has come past that entry, or there is none yet
     * @throws IllegalArgumentException there is no follower of that name
     */
    public boolean skip(String name, Skip skip) {
        ProjectionRunner runner = runner(name);
        boolean skipped = database.callWrite(connection -> skip.position() > OffsetTable.load(connection, name)
                && skip.position() <= JournalReader.head(connection)
                && SkipTable.add(connection, name, skip));
        if (skipped) {
            LOGGER.atWarn()
                    .addKeyValue("projection", name)
                    .addKeyValue("position", skip.position())
                    .addKeyValue("by", skip.by())
                    .log("passes over an entry: {}", skip.reason());
            runner.look();
        }
        return skipped;
    }

    /** What a follower passes over. */
    public List<Skip> skipped(String name) {
        return database.call(connection -> SkipTable.list(connection, name));
    }

    /**
     * Waits until a projection has applied everything that is in the journal now. Blocks its caller; the projection
     * hurries.
     *
     * @return false: it has not, in that time
     */
    public boolean awaitCaughtUp(String name, Duration atMost) {
        long head = database.call(JournalReader::head);
        try {
            return runner(name).await(head, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ProjectionRunner runner(String name) {
        ProjectionRunner runner = runners.get(name);
        if (runner == null) {
            throw new IllegalArgumentException("there is no projection '%s'".formatted(name));
        }
        return runner;
    }

    @Override
    public void close() {
        runners.values().forEach(ProjectionRunner::stop);
        tail.window().wake();
        runners.values().forEach(ProjectionRunner::close);
    }
}
