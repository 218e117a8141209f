package org.talkoot.persistence.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.lease.Epoch;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;

/** What the lease of a node is on either database. */
abstract class NodeLeaseConformance {

    static final LeaseSettings SETTINGS = LeaseSettings.DEFAULT;

    @TempDir
    Path directory;

    final AtomicLong nanos = new AtomicLong();
    Database database;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = Database.open(settings(directory));
    }

    @AfterEach
    void close() {
        database.close();
    }

    JdbcNodeLease lease() {
        return new JdbcNodeLease(database, "node", SETTINGS, nanos::get);
    }

    static Epoch epoch(JdbcNodeLease lease) {
        return lease.outliving(Duration.ZERO).orElseThrow();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** How long the lease still is by the database's clock; 0 if it knows of none. */
    long remaining(Epoch epoch) {
        String sql = "SELECT until - %s FROM node_incarnation WHERE epoch = ?"
                .formatted(database.dialect().clockMillis());
        return database.call(connection -> {
            try (PreparedStatement find = connection.prepareStatement(sql)) {
                find.setLong(1, epoch.value());
                try (ResultSet row = find.executeQuery()) {
                    return row.next() ? row.getLong(1) : 0;
                }
            }
        });
    }

    void endInTheDatabase() {
        database.callWrite(connection -> {
            try (Statement update = connection.createStatement()) {
                return update.executeUpdate("UPDATE node_incarnation SET until = 1");
            }
        });
    }

    @Test
    void eachIncarnationHasAHigherEpochThanAllBeforeIt() {
        Epoch first = epoch(lease());
        Epoch second = epoch(lease());

        assertThat(second).isGreaterThan(first);
        assertThat(first).isGreaterThan(Epoch.NONE);
    }

    @Test
    void theDatabaseGrantsAtLeastWhatTheNodeReckonsWith() {
        JdbcNodeLease lease = lease();

        assertThat(remaining(epoch(lease))).isGreaterThan(SETTINGS.reserve().toMillis());
        assertThat(lease.outliving(SETTINGS.reserve())).isPresent();
    }
}
