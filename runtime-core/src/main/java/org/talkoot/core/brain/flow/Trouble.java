package org.talkoot.core.brain.flow;

import org.talkoot.core.agent.RunFailure;

/**
 * Why a step brought nothing: what a step takes that comes when another has failed.
 *
 * @param step which one
 * @param code for programs; {@code in-doubt}: it may have happened, and nobody knows
 * @param detail for people
 */
public record Trouble(String step, String code, String detail) {

    static Trouble of(FlowStep<?, ?> step, RunFailure why) {
        return new Trouble(step.name(), why.code(), why.detail());
    }
}
