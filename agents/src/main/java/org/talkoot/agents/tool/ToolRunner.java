package org.talkoot.agents.tool;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolResult;

/**
 * Runs the tool calls of a node. Every {@link Run} and {@link Close} is answered with one {@link Settled}, unless the
 * node stops first; a call that is asked for again while it runs is not run twice, and all askers get its result. Each
 * call has a virtual thread; how many of one tool run at once is bounded by its policy. Whatever goes wrong in here is
 * an answer to whom it concerns: the runner itself goes on.
 */
public final class ToolRunner extends AbstractBehavior<ToolRunner.Command> {

    /** What the runner can be told. */
    public sealed interface Command {}

    /** Run this call and tell {@code replyTo} what came of it. */
    public record Run(ToolCall call, ToolContext context, ActorRef<Settled> replyTo) implements Command {}

    /**
     * The run of this call has ended: tell {@code replyTo} what became of it. A call that has not begun never begins,
     * one that runs goes on to its end, and one that a crash cut off is resolved as its tool declares, but not invoked
     * again.
     */
    public record Close(ToolCall call, ToolContext context, ActorRef<Settled> replyTo) implements Command {}

    /**
     * No worker has reported this call in time: find out what happened, or undo it, as its tool declares, and tell
     * {@code replyTo} what came of that. May be asked for again by whoever did not hear of it.
     */
    public record Resolve(ToolCall call, ToolContext context, String why, ActorRef<Settled> replyTo)
            implements Command {}

    /** What came of a call. */
    public record Settled(CallId call, ToolResult result) {}

    private record Ended(IdempotencyKey key, ToolResult result, boolean overdue) implements Command {}

    /** The last thread of a call that was overdue has ended. */
    private record Gone(IdempotencyKey key) implements Command {}

    /** A call that runs, and those who want to know what comes of it. */
    private static final class Active {
        private final Invocation invocation;
        private final List<Consumer<ToolResult>> askers = new ArrayList<>(1);
        private @Nullable ToolResult known; // its thread lives, but nobody waits for it any more

        Active(Invocation invocation) {
            this.invocation = invocation;
        }

        void ask(Consumer<ToolResult> asker) {
            if (known == null) {
                askers.add(asker);
            } else {
                asker.accept(known);
            }
        }

        void answer(ToolResult result) {
            known = result;
            askers.forEach(asker -> asker.accept(result));
            askers.clear();
        }
    }

    private final ToolRegistry registry;
    private final Ownership ownership;
    private final MeterRegistry meters;
    private final Attempts attempts;
    private final Map<IdempotencyKey, Active> running = new HashMap<>();

    private ToolRunner(
            ActorContext<Command> context,
            ToolRegistry registry,
            Ownership ownership,
            Attempts attempts,
            MeterRegistry meters) {
        super(context);
        this.registry = registry;
        this.ownership = ownership;
        this.meters = meters;
        this.attempts = attempts;
        meters.gaugeMapSize("talkoot.tool.in.flight", List.of(), running);
    }

    /**
     * A runner for these tools.
     *
     * @param deltas where is shown what calls say of their progress
     */
    public static Behavior<Command> create(
            ToolRegistry registry,
            ToolLedger ledger,
            NodeLease lease,
            ToolSettings settings,
            Deltas deltas,
            AttachmentStore attachments,
            MeterRegistry meters) {
        Ownership ownership = new Ownership(ledger, lease);
        Behavior<Command> runner = Behaviors.setup(context -> new ToolRunner(
                context,
                registry,
                ownership,
                new Attempts(settings, deltas, attachments, InstantSource.system()),
                meters));
        return Behaviors.supervise(runner).onFailure(SupervisorStrategy.resume());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(this::receive)
                .onSignal(PostStop.class, signal -> stopped())
                .build();
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Run c -> guarded(c.call(), c.context(), c.replyTo(), this::run);
            case Close c -> guarded(c.call(), c.context(), c.replyTo(), this::close);
            case Resolve c -> guarded(c.call(), c.context(), c.replyTo(), asked -> resolve(asked, c.why()));
            case Ended c -> ended(c);
            case Gone c -> running.remove(c.key());
        }
        return this;
    }

    /** One call, and how to answer whoever asked for it. */
    private record Asked(ToolCall call, ToolContext context, Consumer<ToolResult> asker) {}

    private void guarded(ToolCall call, ToolContext context, ActorRef<Settled> replyTo, Consumer<Asked> handling) {
        Consumer<ToolResult> asker = result -> replyTo.tell(new Settled(call.id(), result));
        try {
            handling.accept(new Asked(call, context, asker));
        } catch (Throwable e) { // an Error too: who asked must not wait for ever
            new ToolCallLog(context.run(), call).broke(e);
            Active active = running.remove(context.key());
            ToolResult result = broken(call);
            if (active == null) {
                asker.accept(result);
            } else {
                active.ask(asker);
                active.answer(result);
            }
        }
    }

    private void run(Asked asked) {
        Active active = running.get(asked.context().key());
        if (active == null) {
            begin(asked, invocation -> {});
        } else {
            active.ask(asked.asker());
        }
    }

    private void close(Asked asked) {
        Active active = running.get(asked.context().key());
        if (active == null) {
            begin(asked, Invocation::close);
        } else {
            active.ask(asked.asker());
            active.invocation.close();
        }
    }

    private void begin(Asked asked, Consumer<Invocation> before) {
        ToolCall call = asked.call();
        Optional<RegisteredTool> tool = registry.registered(call.tool());
        if (tool.isEmpty()) {
            asked.asker().accept(unknown(call));
            return;
        }
        Invocation invocation = new Invocation(tool.get(), call, asked.context(), ownership, attempts);
        before.accept(invocation);
        begin(asked, invocation);
    }

    private void begin(Asked asked, Invocation invocation) {
        ActorRef<Command> self = getContext().getSelf();
        attempts.start(() -> execute(invocation, asked, self));
        Active active = new Active(invocation);
        active.ask(asked.asker());
        running.put(asked.context().key(), active);
    }

    /** A tool that is gone takes with it the way to find out. */
    private void resolve(Asked asked, String why) {
        Active active = running.get(asked.context().key());
        Optional<RegisteredTool> tool = registry.registered(asked.call().tool());
        if (active != null) {
            active.ask(asked.asker());
        } else if (tool.isEmpty()) {
            asked.asker().accept(new ToolResult.InDoubt(why + " Its tool is not installed any more."));
        } else {
            begin(asked, new Invocation(tool.get(), asked.call(), asked.context(), ownership, attempts).resolving(why));
        }
    }

    private void execute(Invocation invocation, Asked asked, ActorRef<Command> self) {
        Timer.Sample sample = Timer.start(meters);
        ToolResult result;
        try {
            result = invocation.run();
        } catch (InterruptedException e) {
            return; // the node stops; the call is still outstanding, and in the ledger
        } catch (Throwable e) { // an Error too: who asked must not wait for ever
            new ToolCallLog(asked.context().run(), asked.call()).broke(e);
            result = broken(asked.call());
        }
        IdempotencyKey key = asked.context().key();
        self.tell(new Ended(key, result, invocation.overdue().isPresent()));
        if (invocation.overdue().isPresent()) {
            CompletableFuture<ToolResult> unused =
                    invocation.overdue().get().whenComplete((r, e) -> self.tell(new Gone(key)));
        }
        sample.stop(meters.timer("talkoot.tool.calls", "tool", asked.call().tool(), "outcome", outcome(result)));
    }

    private void ended(Ended c) {
        Active active = c.overdue() ? running.get(c.key()) : running.remove(c.key());
        if (active != null) {
            active.answer(c.result());
        }
    }

    /** What the runtime's own fault means for a call: what may be repeated has failed. */
    private ToolResult broken(ToolCall call) {
        boolean doubtful = registry.find(call.tool())
                .map(spec -> spec.sideEffect().needsLedger())
                .orElse(false);
        return doubtful
                ? new ToolResult.InDoubt("The runtime failed while it ran this call.")
                : ToolResult.failure("tool-failed", "The runtime could not run this call.");
    }

    /** What is known of a call that was closed before it began. */
    public static ToolResult notRun() {
        return Invocation.notRun();
    }

    private static ToolResult unknown(ToolCall call) {
        return ToolResult.failure("unknown-tool", "There is no tool '%s'.".formatted(call.tool()));
    }

    private static String outcome(ToolResult result) {
        return switch (result) {
            case ToolResult.Success r -> "success";
            case ToolResult.Failure r -> r.code();
            case ToolResult.InDoubt r -> "in-doubt";
        };
    }

    private Behavior<Command> stopped() {
        attempts.stop();
        return this;
    }
}
