package org.talkoot.persistence.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.talkoot.core.lease.Epoch;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class SqliteNodeLeaseTest extends NodeLeaseConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.sqlite(directory);
    }

    @Test
    void theLockOfTheFileIsALeaseThatLastsAsLongAsItsProcess() {
        JdbcNodeLease lease = lease();

        pass(Duration.ofDays(400));

        assertThat(lease.outliving(Duration.ofDays(400))).isPresent();
        assertThat(lease.problem()).isEmpty();
    }

    @Test
    void whoHasTheFileKnowsThatAllBeforeHimAreDead() {
        Epoch before = epoch(lease());

        Epoch now = epoch(lease());

        assertThat(remaining(before)).isZero();
        assertThat(remaining(now)).isPositive();
    }
}
