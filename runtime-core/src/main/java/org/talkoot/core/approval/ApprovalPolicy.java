package org.talkoot.core.approval;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who has to agree before a call begins. Code of an author or of a tool, asked inside a decision: it must be a function
 * of its argument and do no I/O. Where one throws the call does not begin.
 *
 * <p>It is asked when the call is to begin, and again when a person has changed its arguments. What it said is
 * journalled, and goes on to hold when the policy changes; when the specification of the tool changes, people are asked
 * anew under the same terms.
 */
@FunctionalInterface
public interface ApprovalPolicy {

    /** Nobody is asked. */
    ApprovalPolicy NOBODY = call -> Optional.empty();

    /** What this call has to be agreed to by; empty: nobody, it may begin. */
    Optional<ApprovalTerms> of(ProposedCall call);

    /** Every call is put to people. */
    static ApprovalPolicy always(ApprovalTerms terms) {
        return call -> Optional.of(terms);
    }

    /** Only such calls are put to people. */
    static ApprovalPolicy when(Predicate<ProposedCall> condition, ApprovalTerms terms) {
        return call -> condition.test(call) ? Optional.of(terms) : Optional.empty();
    }

    /** Both are heard; see {@link ApprovalTerms#and}. */
    default ApprovalPolicy and(ApprovalPolicy other) {
        return call -> {
            Optional<ApprovalTerms> mine = of(call);
            Optional<ApprovalTerms> others = other.of(call);
            return mine.isPresent() && others.isPresent()
                    ? Optional.of(mine.get().and(others.get()))
                    : mine.or(() -> others);
        };
    }
}
