package org.talkoot.gateway.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.cluster.Daemons;
import org.talkoot.cluster.members.SeenMember;
import org.talkoot.gateway.cluster.ClusterReport.Follower;
import org.talkoot.gateway.cluster.ClusterReport.Holder;
import org.talkoot.gateway.cluster.ClusterReport.Lease;
import org.talkoot.gateway.cluster.ClusterReport.Member;
import org.talkoot.persistence.lease.NodeRegister;
import org.talkoot.persistence.lease.NodeRegister.Entry;
import org.talkoot.persistence.tail.FollowerPosition;

/**
 * What was found out about a cluster, and what it says when it is put together.
 *
 * @param positions of followers; empty: the database did not answer in time
 * @param daemons the names of what runs on one node at a time
 */
record ClusterFacts(Nodes nodes, Optional<List<FollowerPosition>> positions, Set<String> daemons) {

    /**
     * Of the nodes.
     *
     * @param alone whether the database is this process's own; then nothing of it is known to others
     * @param register empty: the database did not answer in time
     */
    record Nodes(String self, boolean alone, List<SeenMember> seen, Optional<NodeRegister.Content> register) {

        /** The newest incarnation of each start of a node. */
        private Collection<Entry> entries() {
            Map<String, Entry> newest = new LinkedHashMap<>();
            register.ifPresent(content -> content.entries().forEach(entry -> newest.put(key(entry), entry)));
            return newest.values();
        }

        private String key(Entry entry) {
            return alone ? self : entry.address().orElse("?") + " " + entry.uid();
        }

        private String key(SeenMember member) {
            return alone ? self : member.address() + " " + member.uid();
        }

        private Optional<Entry> entryOf(SeenMember member) {
            return entries().stream()
                    .filter(entry -> key(entry).equals(key(member)))
                    .findFirst();
        }

        /** In the register and not among those that are seen; of an address that somebody else has now, only him. */
        private Stream<Entry> others() {
            Set<String> keys = new TreeSet<>();
            Set<String> addresses = new TreeSet<>();
            seen.forEach(member -> keys.add(key(member)));
            seen.forEach(member -> addresses.add(member.address()));
            entries().stream()
                    .filter(Entry::writes)
                    .forEach(entry -> entry.address().ifPresent(addresses::add));
            return entries().stream()
                    .filter(entry ->
                            !keys.contains(key(entry)) && entry.address().isPresent())
                    .filter(entry -> entry.writes()
                            || !addresses.contains(entry.address().get()))
                    .filter(entry -> entry.entered() || entry.holds());
        }
    }

    ClusterReport report(Optional<String> leader) {
        List<Member> members = new ArrayList<>();
        nodes.seen().forEach(member -> members.add(member(member, nodes.entryOf(member))));
        nodes.others().forEach(entry -> members.add(member(entry)));
        return new ClusterReport(members, leader, lease(), followers());
    }

    private static Member member(SeenMember member, Optional<Entry> entry) {
        Set<String> shards = member.shards().get(AgentRuntime.REGION);
        return new Member(
                member.address(),
                entry.flatMap(Entry::http),
                entry.map(known -> OptionalLong.of(known.pid())).orElseGet(OptionalLong::empty),
                member.status(),
                member.roles(),
                shards == null ? OptionalInt.empty() : OptionalInt.of(shards.size()));
    }

    private static Member member(Entry entry) {
        return new Member(
                entry.address().orElseThrow(),
                entry.http(),
                OptionalLong.of(entry.pid()),
                status(entry),
                List.of(),
                OptionalInt.empty());
    }

    private static String status(Entry entry) {
        if (entry.writes()) {
            return ClusterReport.UNSEEN;
        }
        return entry.entered() ? ClusterReport.REMOVED : ClusterReport.STARTING;
    }

    private Optional<Lease> lease() {
        if (nodes.alone()) {
            return Optional.empty();
        }
        List<Holder> holders = nodes.entries().stream()
                .filter(entry -> entry.writes() && entry.address().isPresent())
                .map(entry -> new Holder(entry.address().get(), entry.until()))
                .toList();
        return nodes.register()
                .filter(content -> !holders.isEmpty())
                .map(content -> new Lease(content.cluster(), content.formedAt(), holders));
    }

    /** Those that this node knows or somebody runs; the rest are of agents that there were once. */
    private List<Follower> followers() {
        Set<String> unknown = new TreeSet<>(daemons);
        List<Follower> all = new ArrayList<>();
        for (FollowerPosition position : positions.orElseGet(Collections::emptyList)) {
            if (unknown.remove(position.name()) || position.node().isPresent()) {
                all.add(new Follower(position.name(), owner(position), OptionalLong.of(position.behind())));
            }
        }
        unknown.forEach(name -> all.add(new Follower(name, runner(name), OptionalLong.empty())));
        return all;
    }

    private Optional<String> owner(FollowerPosition position) {
        return nodes.alone() ? position.node().map(machine -> nodes.self()) : position.node();
    }

    /** By the members, because the database does not know. */
    private Optional<String> runner(String daemon) {
        if (nodes.alone()) {
            return Optional.of(nodes.self());
        }
        return nodes.seen().stream()
                .filter(member ->
                        member.shards().getOrDefault(Daemons.REGION, Set.of()).contains(daemon))
                .map(SeenMember::address)
                .findFirst();
    }
}
