package org.talkoot.core.brain.flow;

import java.util.List;

/** A flow that cannot be built. Its message says all that is wrong with it, a line each. */
public final class FlowMistakes extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    FlowMistakes(String flow, List<String> mistakes) {
        super("the flow '%s' makes no sense:\n- %s".formatted(flow, String.join("\n- ", mistakes)));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Each in words. Never empty. */
    public List<String> mistakes() {
        return mistakes;
    }
}
