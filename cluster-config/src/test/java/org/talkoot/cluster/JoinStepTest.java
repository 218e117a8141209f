package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.talkoot.cluster.JoinStep.Door;
import org.talkoot.cluster.JoinStep.Here;
import org.talkoot.cluster.Membership.Seat;
import org.talkoot.cluster.Membership.Seen;
import org.talkoot.cluster.Membership.Start;

final class JoinStepTest {

    private static final Start A = new Start("a:1", 11);
    private static final Start B = new Start("b:1", 22);

    private static final Here OUTSIDE = new Here(false, false, Set.of(), false);
    private static final Here SEEDED = new Here(false, false, Set.of(), true);

    private static Here among(boolean oldest, Start... fellows) {
        return new Here(true, oldest, Set.of(fellows), true);
    }

    private static Seat seat(long incarnation, Start start, long leaseLeft) {
        return new Seat(incarnation, start, leaseLeft);
    }

    private static Seen cluster(long epoch, Seat... members) {
        return new Seen(epoch, List.of(members));
    }

    @Test
    void formsAClusterWhereThereIsNone() {
        assertThat(JoinStep.next(OUTSIDE, cluster(0), Map.of())).isEqualTo(new JoinStep.Form(0, Set.of()));
    }

    @Test
    void asksAllWhoseLeaseRuns() {
        Seen seen = cluster(3, seat(1, A, 9_000), seat(2, B, 20_000));

        assertThat(JoinStep.next(OUTSIDE, seen, Map.of("a:1", Door.OPEN, "b:1", Door.SILENT)))
                .isEqualTo(new JoinStep.Ask(Set.of("a:1", "b:1")));
    }

    @Test
    void doesNotWaitForTheLeaseOfAProcessThatIsGone() {
        Seen seen = cluster(3, seat(1, A, 20_000));

        assertThat(JoinStep.next(OUTSIDE, seen, Map.of("a:1", Door.CLOSED)))
                .isEqualTo(new JoinStep.Form(3, Set.of(1L)));
    }

    @Test
    void asksThoseFirstWhoHaveLostTheirLeaseALittleWhileAgoAndStillAnswer() {
        Seen lately = cluster(3, seat(1, A, -40_000));
        Seen longAgo = cluster(3, seat(1, A, -70_000));
        Map<String, Door> open = Map.of("a:1", Door.OPEN);

        assertThat(JoinStep.next(OUTSIDE, lately, open)).isEqualTo(new JoinStep.Ask(Set.of("a:1")));
        assertThat(JoinStep.next(OUTSIDE, longAgo, open)).isEqualTo(new JoinStep.Form(3, Set.of(1L)));
        assertThat(JoinStep.next(OUTSIDE, lately, Map.of("a:1", Door.SILENT)))
                .isEqualTo(new JoinStep.Form(3, Set.of(1L)));
    }

    @Test
    void withSeedNodesLetsPekkoJoin() {
        assertThat(JoinStep.next(SEEDED, cluster(0), Map.of())).isEqualTo(new JoinStep.Wait());
        assertThat(JoinStep.next(SEEDED, cluster(3, seat(1, A, 20_000)), Map.of()))
                .isEqualTo(new JoinStep.Wait());
    }

    @Test
    void entersTheClusterOfThoseItFindsItselfAmong() {
        Seen seen = cluster(3, seat(1, A, 20_000), seat(2, B, 20_000));

        assertThat(JoinStep.next(among(false, A), seen, Map.of())).isEqualTo(new JoinStep.Enter(3));
        assertThat(JoinStep.next(among(false, A), cluster(3, seat(1, A, -90_000)), Map.of()))
                .isEqualTo(new JoinStep.Enter(3));
    }

    @Test
    void theOldestOfAClusterThatIsNotKnownYetFormsItAndTheOthersWait() {
        assertThat(JoinStep.next(among(true, A), cluster(0), Map.of())).isEqualTo(new JoinStep.Form(0, Set.of()));
        assertThat(JoinStep.next(among(false, A), cluster(0), Map.of())).isEqualTo(new JoinStep.Wait());
    }

    @Test
    void refusesWhereAnotherClusterLives() {
        Seen seen = cluster(3, seat(1, B, 20_000));

        assertThat(JoinStep.next(among(true, A), seen, Map.of("b:1", Door.OPEN)))
                .isEqualTo(new JoinStep.Refuse(Set.of("b:1")));
        assertThat(JoinStep.next(among(true, A), seen, Map.of("b:1", Door.CLOSED)))
                .isEqualTo(new JoinStep.Form(3, Set.of(1L)));
    }

    @Test
    void anotherStartAtTheAddressOfAFellowIsNoFellow() {
        Seen seen = cluster(3, seat(1, new Start("a:1", 99), 20_000));

        assertThat(JoinStep.next(among(true, A), seen, Map.of("a:1", Door.OPEN)))
                .isEqualTo(new JoinStep.Refuse(Set.of("a:1")));
    }
}
