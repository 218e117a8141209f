package org.talkoot.gateway.identity;

import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;

/** Whoever reaches the node may do everything, as nobody in particular. */
public final class KnowsNobody implements Authenticator {

    private static final Authentication ANYBODY = new Authentication.Known(Caller.anonymous(TenantId.DEFAULT));

    @Override
    public Authentication authenticate(AccessRequest request) {
        return ANYBODY;
    }

    @Override
    public boolean knowsNobody() {
        return true;
    }
}
