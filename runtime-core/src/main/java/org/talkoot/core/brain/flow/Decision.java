package org.talkoot.core.brain.flow;

import org.talkoot.core.agent.Approval;

/**
 * What a person said to a step that asks.
 *
 * @param yes silence is a no
 * @param comment what else was said; when nobody said anything in time, that
 */
public record Decision(boolean yes, String comment) {

    static Decision of(Approval approval) {
        return new Decision(approval instanceof Approval.Approved, approval.comment());
    }
}
