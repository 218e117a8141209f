package org.talkoot.agents.model;

import org.talkoot.agents.model.Admission.Ticket;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

import java.time.Instant;
import java.util.List;

/** Where a call stands. {@code Queued -> Running -> BackingOff -> Queued}, until it has ended. */
sealed interface Stage {

    Call call();

    /** In line for its provider. */
    record Queued(Call call, Instant since) implements Stage {}

    /** Out. */
    record Running(Call call, long attempt, Ticket ticket, Instant deadline) implements Stage {}

    /** Failed for the moment; holds no slot. */
    record BackingOff(Call call, Instant until) implements Stage {}

    /**
     * What a call carries from stage to stage.
     *
     * @param position which of {@code chain} is asked
     * @param failures of that one, in a row
     * @param spent by all attempts so far
     */
    record Call(
            ModelRequest request,
            List<Candidate> chain,
            int position,
            int failures,
            TokenUsage spent) {

        Candidate candidate() {
            return chain.get(position);
        }

        ModelRequest.Origin origin() {
            return request.origin();
        }

        TenantId tenant() {
            return request.origin().agent().tenant();
        }

        boolean hasFallback() {
            return position + 1 < chain.size();
        }

        Call toFallback() {
            return new Call(request, chain, position + 1, 0, spent);
        }

        Call failed(TokenUsage usage) {
            return new Call(request, chain, position, failures + 1, spent.plus(usage));
        }
    }
}
