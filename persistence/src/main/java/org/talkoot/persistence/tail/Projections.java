package org.talkoot.persistence.tail;

import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.journal.JournalReader;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows the journal on a node, projections and outlets, each on a thread and at a pace of
 * its own. In a cluster each of them runs on one node at a time; the others stand by.
 */
public final class Projections implements AutoCloseable {

    private final Database database;
    private final JournalTail tail;
    private final Map<String, ProjectionRunner> runners = new LinkedHashMap<>();

    private Projections(Database database, JournalTail tail) {
        this.database = database;
        this.tail = tail;
    }

    /**
     * Starts all of them; to be closed before the tail and the database. When this returns, the
     * place of each is known: one that begins now sees whatever is written afterwards, even when
     * the process ends before it has done anything.
     */
    public static Projections start(
            Database database,
            JournalTail tail,
            TailSettings settings,
            List<? extends Follower> followers) {
        Projections all = new Projections(database, tail);
        for (Follower follower : followers) {
            ProjectionRunner runner =
                    new ProjectionRunner(follower, database, tail.window(), settings);
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

    /** Empties the tables of a projection and applies the journal again. Returns at once. */
    public void rebuild(String name) {
        runner(name).rebuild();
    }

    /**
     * Waits until a projection has applied everything that is in the journal now. Blocks its
     * caller; the projection hurries.
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
