package org.talkoot.proofs.chaos;

import java.io.IOException;
import java.util.Set;
import org.talkoot.proofs.crash.Release;

/** Something that goes wrong, and is mended later. */
sealed interface Fault {

    void begin(Cluster cluster) throws IOException, InterruptedException;

    default void end(Cluster cluster) throws IOException, InterruptedException {
        cluster.network().heal();
    }

    /** SIGKILL; at the end the node starts again. */
    record Kill(int node) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.kill(node);
        }

        @Override
        public void end(Cluster cluster) throws IOException {
            cluster.startAgain(node);
        }
    }

    /** SIGTERM; at the end the node starts again. */
    record Terminate(int node) implements Fault {

        @Override
        public void begin(Cluster cluster) throws InterruptedException {
            cluster.terminate(node);
        }

        @Override
        public void end(Cluster cluster) throws IOException {
            cluster.startAgain(node);
        }
    }

    /** SIGSTOP, then SIGCONT: a process that does not know that it was away. */
    record Freeze(int node) implements Fault {

        @Override
        public void begin(Cluster cluster) throws IOException, InterruptedException {
            cluster.node(node).signal("STOP");
        }

        @Override
        public void end(Cluster cluster) throws IOException, InterruptedException {
            cluster.node(node).signal("CONT");
        }
    }

    /** Those nodes on one side, all others on the other; the database and the clients on both. */
    record Partition(Set<Integer> side) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.network().part(side);
        }
    }

    /** That node hears nothing of those others; they hear it. */
    record Deaf(int node, Set<Integer> to) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.network().deafen(node, to);
        }
    }

    /** SIGTERM, and a start as soon as it is gone: one step of an upgrade. */
    record Restart(int node) implements Fault {

        @Override
        public void begin(Cluster cluster) throws IOException, InterruptedException {
            cluster.terminate(node);
            cluster.startAgain(node);
        }

        @Override
        public void end(Cluster cluster) {}
    }

    /** SIGTERM, and a start of another build as soon as it is gone. */
    record Upgrade(int node, Release release) implements Fault {

        @Override
        public void begin(Cluster cluster) throws IOException, InterruptedException {
            cluster.upgrade(node, release);
        }

        @Override
        public void end(Cluster cluster) {}
    }

    /** Nobody is a member any more, as after removals that left nobody: each node ends, and is started again. */
    record EverybodyRemoved() implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.database().execute("UPDATE node_incarnation SET removed = TRUE");
        }

        @Override
        public void end(Cluster cluster) {}
    }

    record PacketLoss(int node, int percent) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.network().lose(node, percent);
        }
    }

    record DatabaseCutOff(Set<Integer> nodes) implements Fault {

        @Override
        public void begin(Cluster cluster) {
            cluster.network().cutFromDatabase(nodes);
        }
    }

    /** SIGKILL for the server; at the end it starts again. */
    record DatabaseKill() implements Fault {

        @Override
        public void begin(Cluster cluster) throws IOException, InterruptedException {
            cluster.database().kill();
        }

        @Override
        public void end(Cluster cluster) throws IOException {
            cluster.database().startAgain();
        }
    }
}
