package org.talkoot.agents.tool;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.attachment.Attachments;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolSignals;

/**
 * What an attempt on this node says while it is under way. A thread that outlives its attempt is not shown any more.
 */
final class CallSignals implements ToolSignals {

    private static final int MAX_PROGRESS = 4_000;

    private final ToolContext context;
    private final ToolCallLog log;
    private final Deltas deltas;
    private final Attachments attachments;
    private final BooleanSupplier closed;
    private volatile boolean ended;

    CallSignals(ToolContext context, ToolCall call, Deltas deltas, Attachments attachments, BooleanSupplier closed) {
        this.context = context;
        this.log = new ToolCallLog(context.run(), call);
        this.deltas = deltas;
        this.attachments = attachments;
        this.closed = closed;
    }

    /** The attempt is over. */
    void end() {
        ended = true;
    }

    @Override
    public boolean isCancelled() {
        return ended || closed.getAsBoolean();
    }

    @Override
    public void progress(String text) {
        if (!ended && !text.isEmpty()) {
            String shown = text.length() <= MAX_PROGRESS ? text : text.substring(0, MAX_PROGRESS);
            deltas.next(new ModelRequest.Origin(context.agent(), context.run(), context.call()), shown);
        }
    }

    @Override
    public Attachments attachments() {
        return attachments;
    }

    @Override
    public void log(String what, @Nullable Throwable cause) {
        if (cause == null) {
            log.said(what);
        } else {
            log.threw(what, cause);
        }
    }
}
