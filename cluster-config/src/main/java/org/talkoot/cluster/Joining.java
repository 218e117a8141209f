package org.talkoot.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.cluster.JoinStep.Door;
import org.talkoot.cluster.JoinStep.Here;
import org.talkoot.cluster.Membership.Seen;
import org.talkoot.cluster.Membership.Start;

/** The way of one node into the cluster of its database: looks, does the next {@link JoinStep}, looks again. */
final class Joining {

    private static final Logger LOGGER = LoggerFactory.getLogger(Joining.class);

    private static final int KNOCK_MILLIS = 500;

    /** Looks in a row after which a refusal is believed: Pekko shows the members of a cluster one after the other. */
    private static final int SURE_AFTER = 15;

    private final Cluster cluster;
    private final boolean seeded;
    private final Membership membership;
    private final Start self;

    private boolean announced;
    private boolean entered;
    private Set<String> asked = Set.of();
    private int refusals;

    Joining(ActorSystem<?> system, ClusterSettings settings, Membership membership) {
        this.cluster = Cluster.get(system.classicSystem());
        this.seeded = !settings.isAlone();
        this.membership = membership;
        this.self = Members.start(cluster.selfUniqueAddress());
    }

    /**
     * Looks once.
     *
     * @return true: this node is a member, for Pekko and in the register
     * @throws FormationException when another cluster works on the database
     */
    boolean step() {
        if (!entered) {
            announce();
            Seen seen = membership.look(self);
            Here here = here();
            perform(JoinStep.next(here, seen, doors(here, seen)));
        }
        return entered && cluster.selfMember().status().equals(MemberStatus.up());
    }

    /** Those who were asked to let it in, for whoever has waited too long. */
    Set<String> asked() {
        return asked;
    }

    private void announce() {
        if (!announced) {
            membership.announce(self);
            announced = true;
        }
    }

    private void perform(JoinStep step) {
        refusals = step instanceof JoinStep.Refuse ? refusals + 1 : 0;
        switch (step) {
            case JoinStep.Ask ask -> ask(ask.addresses());
            case JoinStep.Form form -> form(form);
            case JoinStep.Enter enter -> entered = membership.enter(enter.cluster());
            case JoinStep.Wait nothing -> {}
            case JoinStep.Refuse refuse -> refuse(refuse.others());
        }
    }

    private void refuse(Set<String> others) {
        if (refusals >= SURE_AFTER) {
            throw FormationException.another(others);
        }
    }

    /** Pekko goes on asking by itself, so it is told only of others. */
    private void ask(Set<String> addresses) {
        if (!addresses.equals(asked)) {
            asked = addresses;
            LOGGER.atInfo().addKeyValue("nodes", addresses).log("joining the cluster of this database");
            cluster.joinSeedNodes(addresses.stream().map(this::address).toList());
        }
    }

    private Address address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        Address mine = cluster.selfAddress();
        return new Address(
                mine.protocol(),
                mine.system(),
                hostAndPort.substring(0, colon),
                Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    private void form(JoinStep.Form form) {
        if (membership.form(self, form.after(), form.dead())) {
            entered = true;
            LOGGER.atInfo().addKeyValue("cluster", form.after() + 1).log("formed the cluster of this database");
            cluster.join(cluster.selfAddress());
        }
    }

    private Here here() {
        Set<Start> fellows = new HashSet<>();
        List<Member> members = StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .toList();
        members.forEach(member -> fellows.add(Members.start(member.uniqueAddress())));
        boolean joined = fellows.remove(self);
        Member me = cluster.selfMember();
        boolean oldest = joined && members.stream().noneMatch(other -> other.isOlderThan(me));
        return new Here(joined, oldest, fellows, seeded);
    }

    private static Map<String, Door> doors(Here here, Seen seen) {
        Map<String, Door> doors = new HashMap<>();
        if (here.joined() || !here.seeded()) {
            seen.members().forEach(seat -> doors.computeIfAbsent(seat.start().address(), Joining::knock));
        }
        return doors;
    }

    private static Door knock(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    KNOCK_MILLIS);
            return Door.OPEN;
        } catch (ConnectException e) {
            return String.valueOf(e.getMessage()).contains("refused") ? Door.CLOSED : Door.SILENT;
        } catch (IOException e) {
            return Door.SILENT;
        }
    }

    /** How long between two looks. */
    static Duration lookEvery() {
        return Duration.ofMillis(200);
    }
}
