package org.talkoot.agents.model;

import java.time.Instant;
import java.util.List;
import org.talkoot.agents.model.Admission.Ticket;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/** Where a call stands. {@code Queued -> Running -> BackingOff -> Queued}, until it has ended. */
sealed interface Stage {

    Call call();

    /** In line for its provider. */
    record Queued(Call call, Instant since) implements Stage {}

    /** Out. */
    record Running(Call call, long attempt, Ticket ticket, Instant deadline) implements Stage {}

    /** Failed for the moment; holds no slot. */
    record BackingOff(Call call, Instant since, Instant until) implements Stage {}

    /**
     * What a call carries from stage to stage.
     *
     * @param personWaits so it waits no longer than the provider's patience allows
     * @param position which of {@code chain} is asked
     * @param tries what that one made of it so far
     * @param spent by all attempts so far
     */
    record Call(
            ModelRequest request,
            boolean personWaits,
            List<Candidate> chain,
            int position,
            Tries tries,
            TokenUsage spent,
            Waited waited) {

        static Call of(ModelRequest request, boolean personWaits, List<Candidate> chain) {
            return new Call(request, personWaits, chain, 0, Tries.NONE, TokenUsage.NONE, Waited.NOT_YET);
        }

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
            return new Call(request, personWaits, chain, position + 1, Tries.NONE, spent, waited);
        }

        /** {@code usage} as the provider counts; it is charged at the candidate's price. */
        Call paid(TokenUsage usage) {
            TokenUsage more = spent.plus(candidate().price().charge(usage));
            return new Call(request, personWaits, chain, position, tries, more, waited);
        }

        Call tried(Tries now) {
            return new Call(request, personWaits, chain, position, now, spent, waited);
        }

        Call waited(Waited now) {
            return new Call(request, personWaits, chain, position, tries, spent, now);
        }
    }

    /**
     * Attempts in a row at one candidate that brought no reply.
     *
     * @param failures all of them
     * @param costly those that the provider had begun to work on, which somebody pays
     */
    record Tries(int failures, int costly) {

        static final Tries NONE = new Tries(0, 0);

        Tries andFree() {
            return new Tries(failures + 1, costly);
        }

        Tries andCostly() {
            return new Tries(failures + 1, costly + 1);
        }
    }
}
