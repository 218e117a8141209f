package org.talkoot.agents.tool;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.talkoot.core.CallId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolResult;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs the tool calls of a node. Every {@link Run} is answered with one {@link Settled}; a call
 * that is asked for again while it runs is not run twice, and both askers get its result. Each call
 * has a virtual thread; how many of one tool run at once is bounded by its policy.
 */
public final class ToolRunner extends AbstractBehavior<ToolRunner.Command> {

    /** What the runner can be told. */
    public sealed interface Command {}

    /** Run this call and tell {@code replyTo} what came of it. */
    public record Run(ToolCall call, ToolContext context, ActorRef<Settled> replyTo)
            implements Command {}

    /**
     * The run of this call has ended. A call that has not begun never begins; {@code replyTo} is
     * told what became of it, when that is known.
     */
    public record Close(ToolCall call, ToolContext context, ActorRef<Settled> replyTo)
            implements Command {}

    /** What came of a call. */
    public record Settled(CallId call, ToolResult result) {}

    private record Ended(IdempotencyKey key, CallId call, ToolResult result) implements Command {}

    private final ToolRegistry registry;
    private final ToolLedger ledger;
    private final MeterRegistry meters;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Invocation.Attempts attempts;
    private final Map<IdempotencyKey, List<ActorRef<Settled>>> running = new HashMap<>();

    private ToolRunner(
            ActorContext<Command> context,
            ToolRegistry registry,
            ToolLedger ledger,
            ToolSettings settings,
            MeterRegistry meters) {
        super(context);
        this.registry = registry;
        this.ledger = ledger;
        this.meters = meters;
        this.attempts = new Invocation.Attempts(threads, settings);
        meters.gaugeMapSize("talkoot.tool.in.flight", List.of(), running);
    }

    public static Behavior<Command> create(
            ToolRegistry registry, ToolLedger ledger, ToolSettings settings, MeterRegistry meters) {
        return Behaviors.setup(
                context -> new ToolRunner(context, registry, ledger, settings, meters));
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
            case Run c -> run(c);
            case Close c -> close(c);
            case Ended c -> ended(c);
        }
        return this;
    }

    private void run(Run command) {
        List<ActorRef<Settled>> askers = running.get(command.context().key());
        if (askers != null) {
            askers.add(command.replyTo());
            return;
        }
        Optional<RegisteredTool> tool = registry.registered(command.call().tool());
        if (tool.isEmpty()) {
            command.replyTo().tell(new Settled(command.call().id(), unknown(command.call())));
            return;
        }
        askers = new ArrayList<>(1);
        askers.add(command.replyTo());
        running.put(command.context().key(), askers);
        ActorRef<Command> self = getContext().getSelf();
        threads.execute(() -> self.tell(execute(tool.get(), command)));
    }

    private void close(Close command) {
        List<ActorRef<Settled>> askers = running.get(command.context().key());
        if (askers != null) {
            askers.add(command.replyTo());
            return;
        }
        command.replyTo()
                .tell(
                        new Settled(
                                command.call().id(),
                                ToolResult.failure("not-run", "It was not run.")));
    }

    private Ended execute(RegisteredTool tool, Run command) {
        Timer.Sample sample = Timer.start(meters);
        ToolResult result;
        try {
            result =
                    new Invocation(tool, command.call(), command.context(), ledger, attempts).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = ToolResult.failure("stopped", "The node stopped.");
        } catch (RuntimeException e) {
            result = ToolResult.failure("exception", e.toString());
        }
        sample.stop(
                meters.timer(
                        "talkoot.tool.calls",
                        "tool",
                        command.call().tool(),
                        "outcome",
                        outcome(result)));
        return new Ended(command.context().key(), command.call().id(), result);
    }

    private void ended(Ended c) {
        List<ActorRef<Settled>> askers = running.remove(c.key());
        if (askers != null) {
            askers.forEach(asker -> asker.tell(new Settled(c.call(), c.result())));
        }
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
        threads.shutdownNow();
        return this;
    }
}
