package org.talkoot.gateway.http.port;

import java.util.Optional;
import org.talkoot.core.TenantId;

/** Calls of tools that are away at workers, by the tokens that those were given. For any thread. */
@FunctionalInterface
public interface AwayCalls {

    /**
     * Whose call it is, while nobody has settled it. Blocks.
     *
     * @param token as it came; empty is returned for one that was not written here, and for one of a call that is back
     */
    Optional<TenantId> tenantOf(String token);
}
