package org.talkoot.core.guard;

import org.talkoot.core.Caller;
import org.talkoot.core.event.Attributes;

/**
 * A check of what an agent is asked (input) or is about to answer (output). Pure: it is called inside a decision and
 * must depend on nothing but its arguments. A check that needs a model is a step of a brain, not a guardrail. One that
 * throws blocks.
 */
public interface Guardrail {

    /** Named in the failure of a run that it blocks. */
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
}
