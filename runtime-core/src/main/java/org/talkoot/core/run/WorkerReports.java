package org.talkoot.core.run;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.AfterAttempt;

/**
 * What follows from the report of a worker. Which attempt it belongs to has been compared, so it is of this very call;
 * but other attempts of it may be under way, or the call may be over.
 */
final class WorkerReports {

    private WorkerReports() {}

    /** For a call that is waited for. Empty: it changes nothing. */
    static Optional<AfterAttempt> after(PendingCall.Sent call, RunCommand.RecordReport c) {
        return switch (call) {
            case PendingCall.Remote waiting
            when waiting.is(c.attempt(), c.since()) ->
                Optional.of(waiting.terms().after(waiting.sending(), c.result(), c.at()));
            case PendingCall.Doubt doubt ->
                isCertain(c.result()) && mayOvertake(doubt.terms().sideEffect())
                        ? Optional.of(settled(doubt, c.result()))
                        : Optional.empty();
            case PendingCall.Sent earlier ->
                c.result() instanceof ToolResult.Success ? Optional.of(settled(earlier, c.result())) : Optional.empty();
        };
    }

    private static AfterAttempt settled(PendingCall.Sent call, ToolResult result) {
        return new AfterAttempt.Settled(call.terms().policy().bounded(result));
    }

    /** For a call whose run has ended, or that was settled as in doubt. Empty: it changes nothing. */
    static Optional<RunEvent> late(@Nullable LooseEnd end, RunCommand.RecordReport c) {
        return switch (end) {
            case LooseEnd.Remote left when !isCertain(c.result()) -> Optional.of(afterSilence(left));
            case LooseEnd.Unresolved left when !mayOvertake(left.terms().sideEffect()) -> Optional.empty();
            case LooseEnd.Sent left when isCertain(c.result()) -> Optional.of(settled(left, c.result()));
            case null, default -> Optional.empty();
        };
    }

    /** For a call whose run has ended, and of which nobody has reported in time. */
    static RunEvent afterSilence(LooseEnd.Remote left) {
        return switch (left.terms().afterCancelled()) {
            case AfterAttempt.Settled after -> settled(left, after.result());
            case AfterAttempt after -> new RunEvent.LateCallDoubted(left.run(), left.call());
        };
    }

    private static RunEvent settled(LooseEnd.Sent left, ToolResult result) {
        return new RunEvent.LateCallSettled(
                left.run(), left.call(), left.terms().policy().bounded(result));
    }

    private static boolean isCertain(ToolResult result) {
        return !(result instanceof ToolResult.InDoubt);
    }

    /** What is being undone stays undone, whatever a worker says of it. */
    private static boolean mayOvertake(SideEffect effect) {
        return effect != SideEffect.COMPENSABLE;
    }
}
