package org.talkoot.cluster;

import java.io.Serial;
import java.time.Duration;
import java.util.Set;

/** This node cannot become a member of a cluster: one line for an operator. */
public final class FormationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private FormationException(String message) {
        super(message);
    }

    static FormationException another(Set<String> others) {
        return new FormationException(
                ("another cluster works on this database (%s): give all nodes the same seed nodes,"
                                + " or none, or stop that cluster")
                        .formatted(String.join(", ", others)));
    }

    /** The register says that this node may not become a member, whatever it does. */
    public static FormationException refused(String why) {
        return new FormationException(why);
    }

    static FormationException differs() {
        return new FormationException(
                "the cluster of this database does not let this node in, because they differ in settings that must be the same"
                        + " on all nodes, such as talkoot.entities.shards: its log names them");
    }

    static FormationException stopped() {
        return new FormationException("this node was stopped before it was a member of its cluster");
    }

    static FormationException late(Set<String> asked, Duration patience) {
        return new FormationException(
                asked.isEmpty()
                        ? "this node did not become a member of its cluster within %d s (talkoot.node.join-timeout): see its log"
                                .formatted(patience.toSeconds())
                        : ("the cluster of this database (%s) did not let this node in within %d s (talkoot.node.join-timeout):"
                                        + " see that the nodes reach each other, and that all or none have talkoot.cluster.tls, of one authority")
                                .formatted(String.join(", ", asked), patience.toSeconds()));
    }
}
