package org.talkoot.persistence.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.talkoot.core.lease.Epoch;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.database.TestDatabases;

final class PostgresNodeLeaseIT extends NodeLeaseConformance {

    @Override
    DatabaseSettings settings(Path directory) {
        return TestDatabases.postgres();
    }

    @Test
    void aNewIncarnationLeavesOthersAlone() {
        Epoch other = epoch(lease());

        lease();

        assertThat(remaining(other)).isPositive();
    }

    @Test
    void aLeaseThatIsNotRenewedEndsForItsNodeBeforeItEndsForOthers() {
        JdbcNodeLease lease = lease();

        pass(SETTINGS.term().minus(SETTINGS.reserve()));

        assertThat(lease.problem()).isPresent();
        assertThat(lease.outliving(SETTINGS.reserve())).isEmpty();
        assertThat(lease.outliving(Duration.ofSeconds(1))).isPresent();
        assertThat(remaining(epoch(lease))).isPositive();
        pass(SETTINGS.reserve());
        assertThat(lease.outliving(Duration.ZERO)).isEmpty();
    }

    @Test
    void oneRenewalKeepsTheIncarnation() {
        JdbcNodeLease lease = lease();
        Epoch before = epoch(lease);
        pass(Duration.ofSeconds(20));

        lease.renew();

        assertThat(lease.outliving(SETTINGS.reserve())).contains(before);
    }

    @Test
    void aLeaseThatHasEndedIsNotRenewedButFollowedByANewIncarnation() {
        JdbcNodeLease lease = lease();
        Epoch before = epoch(lease);
        endInTheDatabase();

        lease.renew();

        assertThat(epoch(lease)).isGreaterThan(before);
        assertThat(remaining(before)).isNotPositive();
    }

    @Test
    void whatFollowsAnIncarnationIsOfItsClusterUnlessThatHasRemovedIt() {
        JdbcNodeLease lease = lease();
        JdbcMembership membership = new JdbcMembership(database, lease, Vocabulary.of(Map.of()));
        JdbcMembership.Start start = new JdbcMembership.Start("127.0.0.1:1", 1);
        membership.announce(start);
        membership.form(start, 0, Set.of());

        endInTheDatabase();
        lease.renew();
        assertThat(membership.remove(() -> Set.of())).isTrue();

        membership.remove(() -> Set.of(start));
        endInTheDatabase();
        lease.renew();
        assertThat(membership.remove(() -> Set.of())).isFalse();
        assertThat(membership.enter(1)).isFalse();
    }

    @Test
    void aDatabaseThatIsAwayEndsTheLeaseAndNotTheNode() {
        JdbcNodeLease lease = lease();
        database.close();

        lease.renew();
        pass(SETTINGS.term());

        assertThat(lease.outliving(Duration.ZERO)).isEmpty();
    }

    @Test
    void aNodeThatStopsGivesItsLeaseBack() {
        JdbcNodeLease lease = lease();
        Epoch epoch = epoch(lease);

        lease.close();

        assertThat(remaining(epoch)).isNotPositive();
    }
}
