package org.talkoot.gateway.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.talkoot.bridges.Bridges;
import org.talkoot.cluster.ClusterFormation;
import org.talkoot.gateway.http.port.HealthCheck;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.lease.JdbcNodeLease;
import org.talkoot.persistence.tail.ProjectionStatus;
import org.talkoot.persistence.tail.Projections;

/**
 * What is well with a node and what is not. It is ready when it is in its cluster and has its database, its lease there
 * included: then it takes what it is given and loses nothing. Whoever follows the journal or a broker catches up later,
 * and taking a node away for that would only stop the others too.
 */
record Checks(String name, boolean isRequired, Supplier<Optional<String>> check) implements HealthCheck {

    /** Failures in a row after which a projection counts as stuck. */
    private static final int STUCK_AFTER = 5;

    static List<HealthCheck> of(
            ActorSystem<?> system, Database database, JdbcNodeLease lease, Projections projections, Bridges bridges) {
        return List.of(
                new Checks("cluster", true, () -> cluster(system)),
                new Checks("roles", false, () -> missing(system)),
                new Checks("database", true, () -> database(database)),
                new Checks("lease", true, lease::problem),
                new Checks("projections", false, () -> stuck(projections.status())),
                new Checks("subscribers", false, () -> stuck(bridges.subscribers())),
                new Checks("sources", false, () -> sources(bridges)));
    }

    @Override
    public Optional<String> problem() {
        return check.get();
    }

    private static Optional<String> cluster(ActorSystem<?> system) {
        return ClusterFormation.isUp(system) ? Optional.empty() : Optional.of("This node is not up in its cluster.");
    }

    /** Another node of the cluster has to do what this one does not. */
    private static Optional<String> missing(ActorSystem<?> system) {
        return ClusterFormation.missingRoles(system).stream()
                .findFirst()
                .map("No node that is up in this cluster has the role '%s'."::formatted);
    }

    private static Optional<String> database(Database database) {
        try {
            return database.call(Checks::answers);
        } catch (RuntimeException e) {
            return Optional.of("The database does not answer: " + e.getMessage());
        }
    }

    private static Optional<String> answers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return Optional.empty();
        }
    }

    private static Optional<String> stuck(List<ProjectionStatus> all) {
        return all.stream()
                .filter(status -> status.failures() >= STUCK_AFTER)
                .findFirst()
                .map(Checks::stuck);
    }

    private static Optional<String> sources(Bridges bridges) {
        return bridges.sources().entrySet().stream()
                .flatMap(source ->
                        source.getValue().problem().map(why -> "Source '" + source.getKey() + "' " + why).stream())
                .findFirst();
    }

    private static String stuck(ProjectionStatus status) {
        return "'%s' has failed %d times: %s"
                .formatted(
                        status.name(), status.failures(), status.lastFailure().orElse(""));
    }
}
