package org.talkoot.core.tool.remote;

import java.time.Duration;
import java.util.Optional;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/**
 * A tool that runs in workers outside the node, in whatever language. A call of it leaves as an event and holds nothing
 * of the node, neither a thread nor a connection nor a permit: how many run at once is up to the workers. Its result
 * comes back as an event too. Each attempt may take the time-out of the tool's policy, counted from when it was sent,
 * so the wait for a free worker is in it.
 *
 * <p>{@code READ_ONLY} and {@code IDEMPOTENT} calls are sent again while nobody reports, up to the policy's attempts; a
 * worker acknowledges them after it has reported. All others are acknowledged before they begin, and one that nobody
 * has reported in time is in doubt: it goes the way of its side effect, and a {@link Reconciler} or {@link Compensator}
 * runs on the node.
 *
 * @param lease how long a worker may be silent that works on a call which may be repeated; it reports progress more
 *     often than that. As long as the time-out: it need not report
 * @see <a href="../../../../../../../../../docs/adr/0029-calls-of-remote-tools-are-events.md">ADR 0029</a>
 */
public record RemoteTool(
        ToolSpec spec, Duration lease, Optional<Reconciler> reconciler, Optional<Compensator> compensator)
        implements Tool {

    public RemoteTool {
        RemoteTerms unused = new RemoteTerms(spec.sideEffect(), spec.policy(), lease);
    }

    /** One whose workers need not report before they have a result. */
    public static RemoteTool of(ToolSpec spec) {
        return new RemoteTool(spec, spec.policy().timeout(), Optional.empty(), Optional.empty());
    }

    /** Its workers report more often than that; one that does not is taken for lost. */
    public RemoteTool withLease(Duration changed) {
        return new RemoteTool(spec, changed, reconciler, compensator);
    }

    /** What is in doubt is looked up by this. */
    public RemoteTool withReconciler(Reconciler changed) {
        return new RemoteTool(spec, lease, Optional.of(changed), compensator);
    }

    /** What is in doubt is undone by this. */
    public RemoteTool withCompensator(Compensator changed) {
        return new RemoteTool(spec, lease, reconciler, Optional.of(changed));
    }

    /** What a call goes by that is sent now. */
    public RemoteTerms terms() {
        return new RemoteTerms(spec.sideEffect(), spec.policy(), lease);
    }

    /**
     * Nothing to be done here.
     *
     * @throws IllegalStateException always: its calls are sent
     */
    @Override
    public ToolResult invoke(ToolCall call, ToolContext context) {
        throw new IllegalStateException("'%s' runs in workers; its calls are sent".formatted(spec.name()));
    }
}
