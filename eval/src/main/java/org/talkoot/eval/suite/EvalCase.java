package org.talkoot.eval.suite;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.Caller;

/**
 * One case: what is said to the application, and what has to come of it.
 *
 * @param caller who says it; empty: nobody knows
 * @param passes how many of its repetitions have to be right, in each hundred
 */
public record EvalCase(
        String name,
        Place at,
        Duration time,
        int passes,
        Optional<Caller> caller,
        List<Saying> messages,
        ToolRules tools,
        List<Check> checks) {

    public EvalCase {
        messages = List.copyOf(messages);
        checks = List.copyOf(checks);
    }

    /**
     * One message.
     *
     * @param agent who is to answer; empty: whoever has the conversation
     * @param attributes what is known of the conversation from now on
     */
    public record Saying(String text, Optional<String> agent, Map<String, String> attributes) {
        public Saying {
            attributes = Map.copyOf(attributes);
        }
    }

    /** Whether it may end in a failure. */
    public boolean expectsFailure() {
        return checks.stream().anyMatch(check -> check.rule() instanceof Check.Fails);
    }
}
