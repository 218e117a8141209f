package org.talkoot.core.lease;

import java.time.Duration;
import java.util.Optional;

/**
 * The lease of this node: as long as it holds, nobody takes what the node owns. One renewal keeps it for everything
 * that the node owns. A lease that has ended is never renewed: the node begins a new incarnation, with a higher epoch,
 * and owns nothing of what the old one owned.
 *
 * <p>For any thread; does not block.
 */
@FunctionalInterface
public interface NodeLease {

    /**
     * The current incarnation, if its lease certainly lasts for this long, whatever happens to its renewal. A lease is
     * only so long, so a longer span counts as the longest that can be asked for; whoever takes over what was owned
     * therefore waits for the end of the lease and, beyond it, for as long as the owner may still be at it.
     */
    Optional<Epoch> outliving(Duration span);

    /** The lease of a process that is alone in its world, as in tests. */
    static NodeLease endless() {
        Optional<Epoch> only = Optional.of(new Epoch(1));
        return span -> only;
    }
}
