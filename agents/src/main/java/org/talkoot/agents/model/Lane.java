package org.talkoot.agents.model;

import org.talkoot.core.TenantId;
import org.talkoot.core.model.ModelRequest;

import java.time.Instant;

/** The way to one provider: who may go and who waits. One owner, no threads. */
final class Lane {

    final FairQueue<TenantId, ModelRequest.Origin> queue = new FairQueue<>();
    private final Provider provider;
    Admission admission;
    int backingOff;

    Lane(Provider provider, Instant now) {
        this.provider = provider;
        this.admission = Admission.of(provider.limits(), now);
    }

    Provider provider() {
        return provider;
    }

    boolean isFull() {
        return queue.size() + backingOff >= provider.limits().waiting().maxCalls();
    }
}
