package org.talkoot.agents.tool;

import java.time.Duration;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/**
 * What becomes of a call of which nobody knows how it ended: what its tool declared. Asking and undoing are given the
 * same time as the tool itself; what they do not answer stays in doubt.
 */
record Doubt(Tool tool, ToolCall call, IdempotencyKey key, Attempts attempts, ToolCallLog log) {

    /** The code of a call that certainly did not happen, and may be made again under its key. */
    static final String DID_NOT_HAPPEN = "did-not-happen";

    ToolResult resolve(String why) throws InterruptedException {
        return switch (tool.spec().sideEffect()) {
            case AT_MOST_ONCE -> new ToolResult.InDoubt(why);
            case RECONCILABLE -> reconcile(tool.reconciler().orElseThrow(), why);
            case COMPENSABLE -> compensate(tool.compensator().orElseThrow(), why);
            case READ_ONLY, IDEMPOTENT -> throw new IllegalStateException("never in doubt");
        };
    }

    private ToolResult reconcile(Reconciler reconciler, String why) throws InterruptedException {
        return switch (attempts.make(() -> reconciler.find(key, call), timeout())) {
            case Attempted.Returned<Reconciler.Finding>(Reconciler.Finding finding) ->
                switch (finding) {
                    case Reconciler.Finding.Happened f -> f.result();
                    case Reconciler.Finding.DidNotHappen f -> didNotHappen(why);
                    case Reconciler.Finding.Unknown f -> doubt(why, f.reason());
                };
            case Attempted.Threw<Reconciler.Finding>(Throwable cause) -> {
                log.threw("reconciler threw", cause);
                yield doubt(why, "It could not be looked up.");
            }
            case Attempted.TimedOut<Reconciler.Finding> late -> doubt(why, "Looking it up took too long.");
            case Attempted.Overdue<Reconciler.Finding> late -> doubt(why, "Looking it up took too long.");
        };
    }

    private ToolResult compensate(Compensator compensator, String why) throws InterruptedException {
        return switch (attempts.make(() -> undone(compensator), timeout())) {
            case Attempted.Returned<Boolean> undone -> ToolResult.failure("compensated", why + " It was undone.");
            case Attempted.Threw<Boolean>(Throwable cause) -> {
                log.threw("compensator threw", cause);
                yield doubt(why, "It could not be undone.");
            }
            case Attempted.TimedOut<Boolean> late -> doubt(why, "Undoing it took too long.");
            case Attempted.Overdue<Boolean> late -> doubt(why, "Undoing it took too long.");
        };
    }

    private boolean undone(Compensator compensator) throws Exception {
        compensator.compensate(key, call);
        return true;
    }

    private static ToolResult didNotHappen(String why) {
        return new ToolResult.Failure(DID_NOT_HAPPEN, why + " It is certain that it did not happen.", true);
    }

    private static ToolResult doubt(String why, String more) {
        return new ToolResult.InDoubt(why + " " + more);
    }

    private Duration timeout() {
        return tool.spec().policy().timeout();
    }
}
