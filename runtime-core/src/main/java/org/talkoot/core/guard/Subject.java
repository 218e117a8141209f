package org.talkoot.core.guard;

import org.talkoot.core.Caller;
import org.talkoot.core.event.Attributes;

/**
 * A text on its way past a guardrail.
 *
 * @param about the tool whose arguments or result it is, or the source that it was found in; empty elsewhere
 * @param caller on whose behalf the run works
 * @param attributes what was known of the conversation when the run was asked for
 */
public record Subject(Place place, String about, String text, Caller caller, Attributes attributes) {

    /** The same in other words. */
    public Subject saying(String changed) {
        return changed.equals(text) ? this : new Subject(place, about, changed, caller, attributes);
    }
}
