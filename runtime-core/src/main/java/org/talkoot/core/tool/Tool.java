package org.talkoot.core.tool;

import java.util.Optional;
import org.talkoot.core.approval.ApprovalPolicy;

/**
 * A tool that an agent may call. Called on a virtual thread and may block; it is interrupted at its timeout. How often
 * one call can be invoked is a matter of its {@link SideEffect}; a tool that is {@code IDEMPOTENT} must honour
 * {@link ToolContext#key()}.
 */
public interface Tool {

    ToolSpec spec();

    /**
     * Does the work.
     *
     * @return the result; a business failure is a {@link ToolResult.Failure}, not an exception. What is returned is
     *     certain. An exception is doubt: nobody knows what was done, so the call goes the way of its
     *     {@link SideEffect}, and the model learns nothing of the exception, which is logged.
     * @throws InterruptedException at the timeout
     */
    ToolResult invoke(ToolCall call, ToolContext context) throws Exception;

    /** Who has to agree before a call begins, whoever makes it. */
    default ApprovalPolicy approval() {
        return ApprovalPolicy.NOBODY;
    }

    /** Present exactly if the side effect is {@code RECONCILABLE}. */
    default Optional<Reconciler> reconciler() {
        return Optional.empty();
    }

    /** Present exactly if the side effect is {@code COMPENSABLE}. */
    default Optional<Compensator> compensator() {
        return Optional.empty();
    }
}
