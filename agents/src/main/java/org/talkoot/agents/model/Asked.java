package org.talkoot.agents.model;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.talkoot.core.model.ModelRequest;

/**
 * A call that is not answered yet, with all that is needed to make it again.
 *
 * @param refs who is told how it goes; never empty
 */
record Asked(ModelRequest request, ModelGateway.Terms terms, Set<ActorRef<ModelGateway.Progress>> refs) {

    static Asked of(ModelGateway.Admit admit) {
        return new Asked(admit.request(), admit.terms(), Set.of(admit.replyTo()));
    }

    Asked and(ActorRef<ModelGateway.Progress> ref) {
        if (refs.contains(ref)) {
            return this;
        }
        Set<ActorRef<ModelGateway.Progress>> more = new LinkedHashSet<>(refs);
        more.add(ref);
        return new Asked(request, terms, more);
    }

    void tell(ModelGateway.Progress progress) {
        refs.forEach(ref -> ref.tell(progress));
    }
}
