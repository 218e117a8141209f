package org.talkoot.persistence.view.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.database.TestDatabases;

final class EmptyingIT {

    private static final String BYTES = "SELECT pg_relation_size('pebble')";
    private static final String ROWS = "SELECT count(*) FROM pebble";

    private final DatabaseSettings settings = TestDatabases.postgres();
    private Connection connection;

    @BeforeEach
    void aTableWithRows() throws SQLException {
        connection = DriverManager.getConnection(settings.url());
        execute(connection, "CREATE TABLE pebble AS SELECT generate_series(1, 10000) AS number");
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void leavesNothingForTheServerToSweepUp() throws SQLException {
        Emptying.empty(connection, Dialect.POSTGRES, "pebble");
        connection.commit();

        assertThat(number(connection, BYTES)).isZero();
    }

    /** As a backup does. */
    @Test
    void doesNotWaitForWhoReadsForLongAndKeepsNobodyElseFromReading() throws SQLException {
        try (Connection reader = DriverManager.getConnection(settings.url());
                Connection other = DriverManager.getConnection(settings.url())) {
            reader.setAutoCommit(false);
            assertThat(number(reader, ROWS)).isEqualTo(10_000);

            Emptying.empty(connection, Dialect.POSTGRES, "pebble");

            assertThat(number(other, ROWS)).isEqualTo(10_000);
            connection.commit();
            assertThat(number(other, ROWS)).isZero();
            assertThat(number(other, BYTES)).isPositive();
        }
    }

    @Test
    void deletesWhereItMayNotTruncate() throws SQLException {
        execute(connection, "CREATE ROLE clerk_of_rows");
        execute(connection, "GRANT SELECT, DELETE ON pebble TO clerk_of_rows");
        execute(connection, "SET ROLE clerk_of_rows");

        Emptying.empty(connection, Dialect.POSTGRES, "pebble");

        assertThat(number(connection, ROWS)).isZero();
        connection.rollback();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
