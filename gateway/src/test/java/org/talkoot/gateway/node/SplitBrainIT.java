package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that do not reach each other: at most one half goes on, and the database says which. */
final class SplitBrainIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<ClusterMember> members = new ArrayList<>();
    private EmbeddedPostgres database;

    @BeforeEach
    void start() throws IOException {
        database = database(0);
    }

    @AfterEach
    void stop() throws IOException {
        members.forEach(ClusterMember::close);
        database.close();
    }

    private EmbeddedPostgres database(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setServerConfig("max_connections", "100")
                .setDataDirectory(directory.resolve("database"))
                .setCleanDataDirectory(false)
                .start();
    }

    private void cluster(int size) {
        String url = database.getJdbcUrl("postgres", "postgres");
        for (int i = 0; i < size; i++) {
            ClusterMember member = new ClusterMember(url, "");
            members.add(member);
            member.join().toCompletableFuture().join();
        }
        await().atMost(LONG).until(() -> members.stream().allMatch(member -> sees(member, members)));
    }

    private static boolean sees(ClusterMember member, List<ClusterMember> all) {
        return member.up()
                .equals(all.stream()
                        .map(other -> other.start.address())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static void part(List<ClusterMember> left, List<ClusterMember> right) {
        left.forEach(one -> right.forEach(other -> {
            one.cutOff(other);
            other.cutOff(one);
        }));
    }

    private static void heal(List<ClusterMember> left, List<ClusterMember> right) {
        left.forEach(one -> right.forEach(other -> {
            one.reach(other);
            other.reach(one);
        }));
    }

    @Test
    void ofTwoThatLoseEachOtherOneGoesOn() {
        cluster(2);

        part(members.subList(0, 1), members.subList(1, 2));

        await().atMost(LONG).until(() -> members.stream().anyMatch(ClusterMember::isDown));
        ClusterMember gone =
                members.stream().filter(ClusterMember::isDown).findFirst().orElseThrow();
        ClusterMember stays =
                members.stream().filter(member -> member != gone).findFirst().orElseThrow();
        await().atMost(LONG).until(() -> sees(stays, List.of(stays)));
        assertThat(stays.mayWrite()).isTrue();
        assertThat(gone.mayWrite()).isFalse();
        assertThat(stays.isDown()).isFalse();
    }

    @Test
    void ofThreeTheLargerPartGoesOnAndWhoIsKilledThenDoesNotTakeTheRestAlong() {
        cluster(3);
        ClusterMember lost = members.getFirst();
        List<ClusterMember> larger = members.subList(1, 3);

        part(List.of(lost), larger);

        await().atMost(LONG).until(lost::isDown);
        await().atMost(LONG).until(() -> larger.stream().allMatch(member -> sees(member, larger)));
        assertThat(larger).allMatch(ClusterMember::mayWrite);
        assertThat(lost.mayWrite()).isFalse();

        part(members.subList(1, 2), members.subList(2, 3));

        await().atMost(LONG).until(() -> larger.stream().anyMatch(ClusterMember::isDown));
        await().atMost(LONG)
                .until(() -> larger.stream().filter(ClusterMember::mayWrite).count() == 1);
        assertThat(larger).filteredOn(ClusterMember::isDown).hasSize(1);
    }

    @Test
    void aDatabaseThatIsAwayDownsNobodyAndWhatHealsMeanwhileIsNotCut() throws Exception {
        cluster(2);
        int port = database.getPort();
        database.close();

        part(members.subList(0, 1), members.subList(1, 2));
        await().atMost(LONG).until(() -> members.stream().noneMatch(ClusterMember::seesNobodyUnreachable));
        // longer than stable-after, the minority's delay and the resolver's tick together
        await().during(Duration.ofSeconds(6))
                .atMost(LONG)
                .until(() -> members.stream().noneMatch(ClusterMember::isDown));

        heal(members.subList(0, 1), members.subList(1, 2));
        await().atMost(LONG).until(() -> members.stream().allMatch(ClusterMember::seesNobodyUnreachable));
        database = database(port);

        await().atMost(LONG).ignoreExceptions().until(() -> members.stream().allMatch(ClusterMember::mayWrite));
        await().during(Duration.ofSeconds(5))
                .atMost(LONG)
                .until(() -> members.stream().allMatch(member -> sees(member, members)));
    }
}
