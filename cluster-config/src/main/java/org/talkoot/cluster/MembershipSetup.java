package org.talkoot.cluster;

import java.util.Optional;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;

/**
 * The register of an actor system; given to the system when it is created, because Pekko builds by itself what asks for
 * it. A system without one is alone.
 */
public final class MembershipSetup extends Setup {

    private final Membership membership;

    public MembershipSetup(Membership membership) {
        this.membership = membership;
    }

    static Optional<Membership> of(ActorSystem system) {
        return system.settings().setup().get(MembershipSetup.class).map(setup -> setup.membership);
    }
}
