package org.talkoot.core.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/** One thing that happened in a run, as its brain sees it; in the order in which it happened. */
public sealed interface Step {

    record ModelReplied(ModelReply reply) implements Step {}

    /** The brain did not take the last reply for an answer; the model is told why when it is asked again. */
    record ReplyRejected(String why) implements Step {}

    /**
     * A call of a model brought no reply.
     *
     * @param asked which model, as the brain named it; null: it was asked before this was written down
     */
    record ModelFailed(ModelFailure failure, @Nullable ModelName asked) implements Step {}

    record ToolSettled(ToolCall call, ToolResult result) implements Step {}

    record DelegateReported(AgentType agent, RunOutcome outcome) implements Step {}

    /** A human decided, or nobody did in time. */
    record HumanDecided(String question, Approval approval) implements Step {}

    /** The brain gave up a call. Whether what it asked for happens all the same is another matter. */
    record GivenUp(CallId call) implements Step {}

    /** It has slept so long. */
    record Woke(Duration slept) implements Step {}

    record Published(String eventType) implements Step {}

    /** Somebody answered an event, or nobody did in time. */
    record Replied(String eventType, RunOutcome outcome) implements Step {}

    /**
     * A signal came from outside that was waited for.
     *
     * @param payload a JSON value
     * @param by who gave it
     */
    record Signalled(String name, String payload, Caller by) implements Step {}

    /** No signal of this name came in time. */
    record SignalMissed(String name) implements Step {}

    /** A value is shown under this name. */
    record Shown(String name) implements Step {}

    /**
     * The brain wrote something down.
     *
     * @param dataType as in {@link Next.Note}
     */
    record Noted(String label, String text, @Nullable String dataType) implements Step {

        /** Any text. */
        public Noted(String label, String text) {
            this(label, text, null);
        }
    }
}
