package org.talkoot.proofs.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A small network of this test alone: one namespace for each node, wired to a bridge on which clients and the database
 * are. Addresses are 10.98.x.y; of the x the first that is free. What does not get through is dropped in the
 * namespaces, so nothing else of the machine notices.
 */
final class Network implements AutoCloseable {

    private static final int FIRST_NODE = 11;

    private final int subnet;
    private final int nodes;
    private final List<Link> links = new ArrayList<>();
    private int databasePort;

    /** What does not get through to and from one node. */
    private static final class Link {
        private final Set<Integer> lost = new TreeSet<>();
        private final Set<Integer> unheard = new TreeSet<>();
        private boolean databaseLost;
        private int lossPercent;
    }

    private Network(int subnet, int nodes) {
        this.subnet = subnet;
        this.nodes = nodes;
    }

    static Network of(int nodes) {
        needs();
        Network network = new Network(freeSubnet(), nodes);
        try {
            Shell.run("ip", "addr", "add", network.hub() + "/24", "dev", bridge(network.subnet));
            Shell.run("ip", "link", "set", bridge(network.subnet), "up");
            for (int i = 0; i < nodes; i++) {
                network.attach(i);
            }
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static void needs() {
        if (!System.getProperty("user.name").equals("root")
                || !Shell.has(List.of("ip", "-V"))
                || !Shell.has(List.of("nft", "-v"))) {
            throw new IllegalStateException(
                    "these tests put nodes into network namespaces: run them as root, with iproute2 and nftables installed"
                            + " (for example 'apt install iproute2 nftables')");
        }
    }

    /** Whoever creates the bridge has the subnet. */
    private static int freeSubnet() {
        removeOrphans();
        for (int subnet = 1; subnet < 255; subnet++) {
            if (Shell.has(List.of("ip", "link", "add", bridge(subnet), "type", "bridge"))) {
                Shell.run(
                        "ip",
                        "link",
                        "set",
                        bridge(subnet),
                        "alias",
                        "of " + ProcessHandle.current().pid());
                return subnet;
            }
        }
        throw new IllegalStateException("no bridge can be made: does this machine allow network namespaces?");
    }

    /** Those of a test that was killed. */
    private static void removeOrphans() {
        Shell.run("ip", "-o", "link", "show", "type", "bridge").lines().forEach(line -> {
            if (line.contains("tkchaos") && line.contains("alias of ")) {
                long owner = Long.parseLong(line.replaceFirst(".*alias of (\\d+).*", "$1"));
                int subnet = Integer.parseInt(line.replaceFirst(".*tkchaos(\\d+).*", "$1"));
                if (ProcessHandle.of(owner).isEmpty()) {
                    remove(subnet);
                }
            }
        });
    }

    private static void remove(int subnet) {
        Shell.run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .filter(name -> name.startsWith("tkchaos%d-".formatted(subnet)))
                .forEach(name -> Shell.run("ip", "netns", "delete", name));
        // a namespace goes when the last packet has left it, and keeps its wires until then
        Shell.run("ip", "-o", "link", "show", "master", bridge(subnet))
                .lines()
                .map(line -> line.replaceFirst("^\\d+: ([^@:]+).*", "$1"))
                .forEach(wire -> Shell.has(List.of("ip", "link", "delete", wire)));
        Shell.run("ip", "link", "delete", bridge(subnet));
    }

    private static String bridge(int subnet) {
        return "tkchaos" + subnet;
    }

    private String namespace(int node) {
        return "tkchaos%d-%d".formatted(subnet, node);
    }

    private void attach(int node) {
        String outside = "tkc%dv%d".formatted(subnet, node);
        Shell.run("ip", "netns", "add", namespace(node));
        Shell.run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace(node));
        Shell.run("ip", "link", "set", outside, "master", bridge(subnet), "up");
        Shell.run("ip", "-n", namespace(node), "link", "set", "lo", "up");
        Shell.run("ip", "-n", namespace(node), "addr", "add", address(node) + "/24", "dev", "eth0");
        Shell.run("ip", "-n", namespace(node), "link", "set", "eth0", "up");
        links.add(new Link());
    }

    /** Where clients and the database are. */
    String hub() {
        return "10.98.%d.1".formatted(subnet);
    }

    String address(int node) {
        return "10.98.%d.%d".formatted(subnet, FIRST_NODE + node);
    }

    /** The command that starts another one in the namespace of a node. */
    List<String> within(int node) {
        return List.of("ip", "netns", "exec", namespace(node));
    }

    /** On which port of the hub the database is. */
    void databaseAt(int port) {
        databasePort = port;
    }

    /** Nothing gets through between those and all others, in either direction. */
    synchronized void part(Set<Integer> some) {
        for (int i = 0; i < nodes; i++) {
            for (int j = 0; j < nodes; j++) {
                if (some.contains(i) != some.contains(j)) {
                    links.get(i).lost.add(j);
                }
            }
        }
        applyAll();
    }

    /** Whatever those others send does not get through to that node; the other way it does. */
    synchronized void deafen(int node, Set<Integer> others) {
        links.get(node).unheard.addAll(others);
        applyAll();
    }

    synchronized void cutFromDatabase(Set<Integer> some) {
        some.forEach(node -> links.get(node).databaseLost = true);
        applyAll();
    }

    /** So many of a hundred packets to and from that node are lost, whatever they are. */
    synchronized void lose(int node, int percent) {
        links.get(node).lossPercent = percent;
        applyAll();
    }

    synchronized void heal() {
        links.replaceAll(link -> new Link());
        applyAll();
    }

    private void applyAll() {
        for (int i = 0; i < nodes; i++) {
            Shell.runWith(rules(links.get(i)), "ip", "netns", "exec", namespace(i), "nft", "-f", "-");
        }
    }

    /** All at once, in the place of those before. */
    private String rules(Link link) {
        StringBuilder in = new StringBuilder();
        StringBuilder out = new StringBuilder();
        for (int other : link.lost) {
            in.append("ip saddr ").append(address(other)).append(" drop\n");
            out.append("ip daddr ").append(address(other)).append(" drop\n");
        }
        for (int other : link.unheard) {
            in.append("ip saddr ").append(address(other)).append(" drop\n");
        }
        if (link.databaseLost) {
            in.append("ip saddr %s tcp sport %d drop%n".formatted(hub(), databasePort));
            out.append("ip daddr %s tcp dport %d drop%n".formatted(hub(), databasePort));
        }
        if (link.lossPercent > 0) {
            in.append("iif eth0 numgen random mod 100 < %d drop%n".formatted(link.lossPercent));
            out.append("oif eth0 numgen random mod 100 < %d drop%n".formatted(link.lossPercent));
        }
        return """
                flush ruleset
                table inet chaos {
                    chain in { type filter hook input priority 0; policy accept;
                    %s }
                    chain out { type filter hook output priority 0; policy accept;
                    %s }
                }
                """.formatted(in, out);
    }

    @Override
    public void close() {
        remove(subnet);
    }
}
