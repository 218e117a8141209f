package org.talkoot.cluster.members;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;

/**
 * Asks who the members are and which shards each has. Every question to another node has a bound: what is not known by
 * then is not in the answer. Safe for use by any thread; nothing here blocks.
 */
/* Pekko's own question for the whole cluster goes through the coordinator, and when one region or the
 * coordinator's node is frozen the answer is that there are no shards at all. So each region is asked for
 * itself, with a message of Pekko's, by the path that Pekko gives it. */
public final class ClusterMembers {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String REGIONS = "/system/sharding/";

    private final ActorSystem system;
    private final Cluster cluster;
    private final List<Region> regions;

    /** A kind of shards. Members without its role have none. */
    public record Region(String name, String role) {}

    public ClusterMembers(ActorSystem system, List<Region> regions) {
        this.system = system;
        this.cluster = Cluster.get(system);
        this.regions = List.copyOf(regions);
    }

    /** Where this node is reached by others. */
    public String self() {
        return hostAndPort(cluster.selfAddress());
    }

    /** The member that carries out joins and removals, if there is one. */
    public Optional<String> leader() {
        return Optional.ofNullable(cluster.state().getLeader()).map(ClusterMembers::hostAndPort);
    }

    /** All members, the oldest first. */
    public CompletionStage<List<SeenMember>> look() {
        CurrentClusterState state = cluster.state();
        Set<Member> unreachable = new HashSet<>();
        state.getUnreachable().forEach(unreachable::add);
        List<Member> members = new ArrayList<>();
        state.getMembers().forEach(members::add);
        members.sort((one, other) -> one.isOlderThan(other) ? -1 : other.isOlderThan(one) ? 1 : 0);
        List<CompletableFuture<SeenMember>> answers = members.stream()
                .map(member -> seen(member, unreachable.contains(member)))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<SeenMember> seen(Member member, boolean unreachable) {
        List<String> roles = member.getRoles().stream()
                .filter(role -> !role.startsWith("dc-"))
                .sorted()
                .toList();
        Map<String, Set<String>> shards = new ConcurrentHashMap<>();
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (Region region : regions) {
            if (!roles.contains(region.role())) {
                shards.put(region.name(), Set.of());
            } else if (!unreachable) {
                asked.add(shards(member.address(), region)
                        .thenAccept(some -> shards.put(region.name(), some))
                        .exceptionally(late -> null)
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> new SeenMember(
                        hostAndPort(member.address()),
                        member.uniqueAddress().longUid(),
                        unreachable ? SeenMember.UNREACHABLE : status(member),
                        roles,
                        shards));
    }

    private CompletionStage<Set<String>> shards(Address node, Region region) {
        ActorSelection selection = system.actorSelection(node + REGIONS + region.name());
        return Patterns.ask(selection, ShardRegion.getRegionStatsInstance(), PATIENCE)
                .thenApply(answer -> ((ShardRegion.ShardRegionStats) answer)
                        .getStats().keySet().stream().map(Object::toString).collect(Collectors.toUnmodifiableSet()));
    }

    /** {@code WeaklyUp} is {@code weakly_up}. */
    private static String status(Member member) {
        return member.status().toString().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static String hostAndPort(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}
