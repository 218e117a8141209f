package org.talkoot.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.core.tool.remote.RemoteTerms;

/**
 * A tool that does as it is told and remembers who called it.
 *
 * <p>It keeps idempotency keys as a good tool does: a call that is made again under its key gets the result it got
 * before. The same key with other arguments fails the test. What was undone is remembered too. Never waits. Safe for
 * concurrent use.
 */
public final class FakeTool implements Tool {

    private final ToolSpec spec;
    private final Function<ToolCall, ToolResult> behaviour;
    private final Duration delay;
    private final Optional<RemoteTerms> remote;
    private final List<Worker> workers;
    private final ApprovalPolicy approval;
    private final Map<IdempotencyKey, Done> done = new LinkedHashMap<>();
    private final List<ToolCall> invocations = new ArrayList<>();
    private final List<IdempotencyKey> undone = new ArrayList<>();

    private record Done(ToolCall call, ToolResult result) {}

    private FakeTool(
            ToolSpec spec,
            Function<ToolCall, ToolResult> behaviour,
            Duration delay,
            Optional<RemoteTerms> remote,
            List<Worker> workers,
            ApprovalPolicy approval) {
        this.spec = spec;
        this.behaviour = behaviour;
        this.delay = delay;
        this.remote = remote;
        this.workers = List.copyOf(workers);
        this.approval = approval;
    }

    /** What becomes of one attempt of a call that was sent to workers. */
    public sealed interface Worker {

        /** It does its work at once and says so after that time. */
        record Reports(Duration after) implements Worker {}

        /** It is lost before it has begun. */
        record Dies() implements Worker {}

        /** It says so after that time. */
        static Worker reports(Duration after) {
            return new Reports(after);
        }

        /** It is lost before it has begun. */
        static Worker dies() {
            return new Dies();
        }
    }

    /** An idempotent tool that takes any JSON object and says "ok". */
    public static FakeTool named(String name) {
        ToolInput anything = new ToolInput.Json("{\"type\":\"object\"}");
        return new FakeTool(
                ToolSpec.of(name, "fakes " + name, anything, SideEffect.IDEMPOTENT),
                call -> ToolResult.success("ok"),
                Duration.ZERO,
                Optional.empty(),
                List.of(),
                ApprovalPolicy.NOBODY);
    }

    public FakeTool returning(String text) {
        return returning(ToolResult.success(text));
    }

    public FakeTool failing(String code, String message) {
        return returning(ToolResult.failure(code, message));
    }

    public FakeTool returning(ToolResult result) {
        return doing(call -> result);
    }

    /** The result must depend on the call alone. */
    public FakeTool doing(Function<ToolCall, ToolResult> changed) {
        return new FakeTool(spec, changed, delay, remote, workers, approval);
    }

    public FakeTool withEffect(SideEffect effect) {
        return withSpec(new ToolSpec(spec.name(), spec.description(), spec.input(), effect, spec.policy()));
    }

    public FakeTool withSpec(ToolSpec changed) {
        return new FakeTool(changed, behaviour, delay, remote.map(r -> terms(changed)), workers, approval);
    }

    /** Takes this long in the virtual time of a {@link World}. */
    public FakeTool delayed(Duration changed) {
        return new FakeTool(spec, behaviour, changed, remote, workers, approval);
    }

    /** Runs elsewhere, in a world: these take the attempts of a call, one after the other; more are lost. */
    public FakeTool atWorkers(Worker... attempts) {
        return new FakeTool(spec, behaviour, delay, Optional.of(terms(spec)), List.of(attempts), approval);
    }

    /** Calls begin only when people have agreed to them. */
    public FakeTool approvedBy(ApprovalPolicy changed) {
        return new FakeTool(spec, behaviour, delay, remote, workers, changed);
    }

    @Override
    public ApprovalPolicy approval() {
        return approval;
    }

    private static RemoteTerms terms(ToolSpec spec) {
        return new RemoteTerms(spec.sideEffect(), spec.policy(), spec.policy().timeout());
    }

    /** What its calls go by, if they are sent. */
    Optional<RemoteTerms> remote() {
        return remote;
    }

    /** Who takes this attempt. */
    Worker worker(int attempt) {
        return attempt <= workers.size() ? workers.get(attempt - 1) : Worker.dies();
    }

    /** The same tool, as if never called. */
    public FakeTool fresh() {
        return new FakeTool(spec, behaviour, delay, remote, workers, approval);
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public synchronized ToolResult invoke(ToolCall call, ToolContext context) {
        invocations.add(call);
        Done before = done.get(context.key());
        if (before == null) {
            ToolResult result = behaviour.apply(call);
            done.put(context.key(), new Done(call, result));
            return result;
        }
        if (!before.call().equals(call)) {
            throw new AssertionError("key %s was used for %s and for %s".formatted(context.key(), before.call(), call));
        }
        return before.result();
    }

    @Override
    public Optional<Reconciler> reconciler() {
        return spec.sideEffect() == SideEffect.RECONCILABLE ? Optional.of(this::find) : Optional.empty();
    }

    @Override
    public Optional<Compensator> compensator() {
        return spec.sideEffect() == SideEffect.COMPENSABLE ? Optional.of(this::undo) : Optional.empty();
    }

    /** The calls that were made, each once, in order. */
    public synchronized List<ToolCall> calls() {
        return done.values().stream().map(Done::call).toList();
    }

    /** The keys of {@link #calls()}. */
    public synchronized List<IdempotencyKey> keys() {
        return List.copyOf(done.keySet());
    }

    /** Every single invocation, repeated ones included. */
    public synchronized List<ToolCall> invocations() {
        return List.copyOf(invocations);
    }

    /** The keys of calls that were compensated. */
    public synchronized List<IdempotencyKey> undone() {
        return List.copyOf(undone);
    }

    /** What a call of this key brought, if there was one. */
    synchronized Optional<ToolResult> known(IdempotencyKey key) {
        return Optional.ofNullable(done.get(key)).map(Done::result);
    }

    Duration delay() {
        return delay;
    }

    private synchronized Reconciler.Finding find(IdempotencyKey key, ToolCall call) {
        Done known = done.get(key);
        return known == null ? new Reconciler.Finding.DidNotHappen() : new Reconciler.Finding.Happened(known.result());
    }

    private synchronized void undo(IdempotencyKey key, ToolCall call) {
        undone.add(key);
    }
}
