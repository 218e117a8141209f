package org.talkoot.bridges.decision;

/**
 * Reads signed decisions, and finds out whether to believe them. For any thread; may block for as long as it takes to
 * fetch keys.
 *
 * @see <a href="../../../../../../../../docs/adr/0036-a-decision-that-comes-as-an-event-is-signed.md">ADR 0036</a>
 */
@FunctionalInterface
public interface SignedDecisions {

    /** Believes nobody. */
    SignedDecisions NONE = token ->
            new Checked.Refused("this node believes no signed decisions: talkoot.approvals.signed.issuer is not set");

    Checked check(String token);

    /** What a token is worth. Reasons are told to whoever sent it, and are kept: nothing secret in them. */
    sealed interface Checked {

        record Believed(SignedDecision decision) implements Checked {}

        /** It is not by anybody who is believed, not for here, or not for now. */
        record Refused(String why) implements Checked {}

        /** It is signed well, and says no decision. */
        record Unreadable(String why) implements Checked {}

        /** It cannot be found out now. */
        record Unavailable(String why) implements Checked {}
    }
}
