package org.talkoot.core.memory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.talkoot.core.Rejection;

/** Every memory of a cluster, wherever it lives. Safe for use by any thread; blocks its caller. */
public interface Memories {

    /**
     * What is known now, the newest first.
     *
     * @throws TimeoutException when nobody replied in time
     */
    List<Fact> known(Owner owner) throws TimeoutException, InterruptedException;

    /**
     * Tells a memory something. Empty: it is durable, or was known before.
     *
     * @throws TimeoutException when nobody replied in time: it may be durable or not, and telling it again is the way
     *     to find out
     */
    Optional<Rejection> tell(Owner owner, MemoryCommand command) throws TimeoutException, InterruptedException;
}
