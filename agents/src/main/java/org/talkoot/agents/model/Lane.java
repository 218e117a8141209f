package org.talkoot.agents.model;

import java.time.Instant;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelRequest;

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

    ModelFailure overloaded(String what) {
        return new ModelFailure.Overloaded(
                what + " provider '" + provider.name() + "'",
                provider.limits().waiting().longest());
    }

    ModelFailure leftAlone() {
        return new ModelFailure.Unavailable("provider '%s' failed %d times in a row and is left alone for a while"
                .formatted(provider.name(), provider.limits().breaking().failures()));
    }
}
