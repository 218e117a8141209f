package org.talkoot.core.guard;

import org.talkoot.core.Caller;
import org.talkoot.core.event.Attributes;

/**
 * A check of a text on its way, at one of the {@link Place}s of an agent. Pure: it is called inside a decision and must
 * depend on nothing but its arguments; that it lets something pass is written down nowhere, and costs nothing. One that
 * throws blocks.
 */
public non-sealed interface Guardrail extends Guard {

    /** Named in the failure of a run that it blocks. */
    @Override
    String name();

    Verdict check(String text);

    /** The same for a check that depends on who asks. */
    default Verdict check(String text, Caller caller) {
        return check(text);
    }

    /** The same for one that depends on what is known of the conversation too. */
    default Verdict check(String text, Caller caller, Attributes attributes) {
        return check(text, caller);
    }

    /** The same for one that depends on where it stands, or on the tool. */
    default Verdict check(Subject subject) {
        return check(subject.text(), subject.caller(), subject.attributes());
    }
}
