package org.talkoot.agents.guard;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.guard.PassageGuardrail;
import org.talkoot.core.guard.Window;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelRequest;

/**
 * The pieces of one answer, as guardrails let them out. When there is something with which it must not go on, or a
 * guardrail breaks, nothing more is heard, and what was heard is void. For one attempt, and its thread.
 */
final class GuardedDeltas implements Deltas {

    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedDeltas.class);

    private final List<Window> windows;
    private final Deltas listeners;
    private boolean shut;

    GuardedDeltas(List<PassageGuardrail> guardrails, Deltas listeners) {
        this.windows = guardrails.stream().map(Window::new).toList();
        this.listeners = listeners;
    }

    @Override
    public void next(ModelRequest.Origin origin, String text) {
        if (shut) {
            return;
        }
        String out = passed(origin, text);
        if (windows.stream().anyMatch(Window::isShut)) {
            shut = true;
        }
        if (shut) {
            listeners.restarted(origin);
        } else if (!out.isEmpty()) {
            listeners.next(origin, out);
        }
    }

    private String passed(ModelRequest.Origin origin, String text) {
        String out = text;
        try {
            for (Window window : windows) {
                out = out.isEmpty() ? out : window.next(out);
            }
            return out;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            shut = true;
            LOGGER.atWarn()
                    .addKeyValue("run", origin.run())
                    .addKeyValue("agent", origin.agent().type())
                    .setCause(e)
                    .log("a guardrail broke at a piece of an answer; nothing more of it is heard");
            return "";
        }
    }

    @Override
    public void restarted(ModelRequest.Origin origin) {
        listeners.restarted(origin);
    }
}
