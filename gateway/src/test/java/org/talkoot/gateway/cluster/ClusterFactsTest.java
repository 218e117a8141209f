package org.talkoot.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.talkoot.cluster.members.SeenMember;
import org.talkoot.gateway.cluster.ClusterReport.Follower;
import org.talkoot.gateway.cluster.ClusterReport.Member;
import org.talkoot.persistence.lease.NodeRegister.Content;
import org.talkoot.persistence.lease.NodeRegister.Entry;
import org.talkoot.persistence.tail.FollowerPosition;

/** What is said of a cluster when its members and its register say different things, or nothing. */
final class ClusterFactsTest {

    private static final Instant UNTIL = Instant.parse("2026-11-25T22:00:30Z");
    private static final Instant FORMED = Instant.parse("2026-11-25T21:00:00Z");
    private static final List<String> ALL = List.of("agents", "bridge", "gateway");

    private static SeenMember seen(String node, String status, Map<String, Set<String>> shards) {
        return new SeenMember(node, node.hashCode(), status, ALL, shards);
    }

    private static SeenMember up(String node) {
        return seen(node, "up", Map.of("entity", Set.of("1", "2"), "daemon", Set.of("waker")));
    }

    private static Entry entry(long incarnation, String node, boolean entered, boolean writes) {
        return new Entry(
                incarnation,
                Optional.of(node),
                node.hashCode(),
                700 + incarnation,
                Optional.of(node + "/http"),
                UNTIL,
                true,
                entered,
                writes);
    }

    private static ClusterReport report(List<SeenMember> seen, Entry... entries) {
        return facts(seen, Optional.of(new Content(3, FORMED, List.of(entries))), Optional.of(List.of()));
    }

    private static ClusterReport facts(
            List<SeenMember> seen, Optional<Content> register, Optional<List<FollowerPosition>> positions) {
        return new ClusterFacts(
                        new ClusterFacts.Nodes("a:1", false, seen, register), positions, Set.of("turns", "waker"))
                .report(Optional.of("a:1"));
    }

    private static Optional<String> statusOf(String node, ClusterReport report) {
        return report.members().stream()
                .filter(member -> member.node().equals(node))
                .map(Member::status)
                .findFirst();
    }

    @Test
    void aMemberIsWhatOthersSeeAndWhatTheRegisterKnowsOfThatStart() {
        ClusterReport report = report(List.of(up("a:1")), entry(1, "a:1", true, true), entry(2, "a:1", true, true));

        assertThat(report.members())
                .containsExactly(
                        new Member("a:1", Optional.of("a:1/http"), OptionalLong.of(702), "up", ALL, OptionalInt.of(2)));
        assertThat(report.lease().orElseThrow())
                .isEqualTo(new ClusterReport.Lease(3, FORMED, List.of(new ClusterReport.Holder("a:1", UNTIL))));
    }

    @Test
    void whoIsRegisteredAndNotSeenSaysWhy() {
        ClusterReport report = report(
                List.of(up("a:1")),
                entry(1, "a:1", true, true),
                entry(2, "killed:1", true, false),
                entry(3, "cut-off:1", true, true),
                entry(4, "new:1", false, false));

        assertThat(statusOf("killed:1", report)).contains("removed");
        assertThat(statusOf("cut-off:1", report)).contains("unseen");
        assertThat(statusOf("new:1", report)).contains("starting");
    }

    @Test
    void whoHasStartedAgainAtTheSameAddressIsNotAlsoTheOneWhoWasKilled() {
        Entry killed = new Entry(1, Optional.of("a:1"), 17, 701, Optional.empty(), UNTIL, true, true, false);

        assertThat(report(List.of(up("a:1")), killed, entry(2, "a:1", true, true))
                        .members())
                .hasSize(1);
    }

    @Test
    void whatAFrozenMemberDidNotAnswerIsNotKnown() {
        ClusterReport report = report(List.of(up("a:1"), seen("b:1", "unreachable", Map.of())));

        assertThat(report.members().getLast().shards()).isEmpty();
        assertThat(report.members().getLast().pid()).isEmpty();
        assertThat(report.lease()).isEmpty();
    }

    @Test
    void whereFollowersRunIsSaidByTheDatabaseAndWhereTheWakerRunsByTheMembers() {
        Optional<List<FollowerPosition>> positions = Optional.of(List.of(
                new FollowerPosition("of-an-agent-that-was", Optional.empty(), 1, 99),
                new FollowerPosition("turns", Optional.of("b:1"), 40, 2)));

        assertThat(facts(List.of(up("a:1")), Optional.empty(), positions).followers())
                .containsExactly(
                        new Follower("turns", Optional.of("b:1"), OptionalLong.of(2)),
                        new Follower("waker", Optional.of("a:1"), OptionalLong.empty()));
    }

    @Test
    void withoutADatabaseTheFollowersAreNamedAndTheirLagIsNotKnown() {
        assertThat(facts(List.of(up("a:1")), Optional.empty(), Optional.empty()).followers())
                .extracting(Follower::name, Follower::lag)
                .containsExactly(tuple("turns", OptionalLong.empty()), tuple("waker", OptionalLong.empty()));
    }
}
