package org.talkoot.cluster;

import org.apache.pekko.cluster.UniqueAddress;
import org.talkoot.cluster.Membership.Start;

/** Members of Pekko's cluster as the register knows them. */
final class Members {

    private Members() {}

    static Start start(UniqueAddress node) {
        return new Start(
                node.address().getHost().orElse("") + ":"
                        + node.address().getPort().orElse(0),
                node.longUid());
    }
}
