package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/** What a tool is told of its call while it works, and what it may say. */
final class WhatToolsKnowTest extends RunnerCase {

    private static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann", "clerk");

    private final List<String> shown = new CopyOnWriteArrayList<>();

    private record Knowing(ToolSpec spec, Function<ToolContext, ToolResult> work) implements Tool {
        @Override
        public ToolResult invoke(ToolCall call, ToolContext context) {
            return work.apply(context);
        }
    }

    private ActorRef<ToolRunner.Command> runs(ToolPolicy policy, Function<ToolContext, ToolResult> work) {
        ToolSpec spec = new ToolSpec(
                "work", "works", new ToolInput.Json("{\"type\":\"object\"}"), SideEffect.IDEMPOTENT, policy);
        Deltas deltas = (origin, text) -> shown.add(where(origin) + text);
        return pekko.spawn(ToolRunner.create(
                ToolRegistry.of(List.of(new Knowing(spec, work))),
                ledger,
                NodeLease.endless(),
                SETTINGS,
                deltas,
                AttachmentStore.NONE,
                meters));
    }

    private static String where(ModelRequest.Origin origin) {
        return origin.run() + " " + origin.call() + ": ";
    }

    private static ToolContext ofAnn() {
        return new ToolContext(agent(), RUN, CallId.of(1), ANN);
    }

    private ToolResult run(ActorRef<ToolRunner.Command> runner) {
        runner.tell(new ToolRunner.Run(call("{}"), ofAnn(), asker.getRef()));
        return asker.receiveMessage(Duration.ofSeconds(10)).result();
    }

    @Test
    void whoseItIsAndWhichAttemptAndUntilWhen() {
        List<ToolContext> seen = new CopyOnWriteArrayList<>();
        Instant before = Instant.now();

        run(runs(ToolPolicy.DEFAULT.withMaxAttempts(2), context -> {
            seen.add(context);
            return new ToolResult.Failure("later", "not now", true);
        }));

        assertThat(seen).extracting(ToolContext::caller).containsExactly(ANN, ANN);
        assertThat(seen).extracting(ToolContext::key).containsExactly(KEY, KEY);
        assertThat(seen).extracting(ToolContext::call).containsOnly(CallId.of(1));
        assertThat(seen).extracting(context -> context.attempt().number()).containsExactly(1, 2);
        assertThat(seen)
                .allSatisfy(context ->
                        assertThat(context.deadline()).isAfterOrEqualTo(before.plus(ToolPolicy.DEFAULT.timeout())));
        assertThat(seen.getFirst().conversation()).isEqualTo(agent().conversation());
    }

    @Test
    void whatItSaysOfItsProgressIsShownBesideItsCallAndInPart() {
        run(runs(ToolPolicy.DEFAULT, context -> {
            context.progress("half");
            context.progress("");
            context.progress("x".repeat(10_000));
            context.log("in its own words");
            return ToolResult.success("done");
        }));

        assertThat(shown).hasSize(2);
        assertThat(shown.getFirst()).isEqualTo("m1-1 c1: half");
        assertThat(shown.getLast()).hasSize("m1-1 c1: ".length() + 4_000);
    }

    @Test
    void whoGoesOnAfterItsAttemptIsNotShownAndIsTold() {
        CompletableFuture<ToolContext> kept = new CompletableFuture<>();
        run(runs(ToolPolicy.DEFAULT, context -> {
            kept.complete(context);
            assertThat(context.isCancelled()).isFalse();
            return ToolResult.success("done");
        }));

        kept.join().progress("late");

        assertThat(shown).isEmpty();
        assertThat(kept.join().isCancelled()).isTrue();
    }

    @Test
    void thatNobodyWaitsAnyMore() {
        CompletableFuture<ToolContext> begun = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        ActorRef<ToolRunner.Command> runner = runs(ToolPolicy.DEFAULT, context -> {
            begun.complete(context);
            awaiting(end);
            return ToolResult.success("cancelled: " + context.isCancelled());
        });
        runner.tell(new ToolRunner.Run(call("{}"), ofAnn(), asker.getRef()));
        begun.join();

        runner.tell(new ToolRunner.Close(
                call("{}"), ofAnn(), pekko.<ToolRunner.Settled>createTestProbe().getRef()));
        awaitThatItHeard(runner);
        end.countDown();

        assertThat(asker.receiveMessage(Duration.ofSeconds(10)).result())
                .isEqualTo(ToolResult.success("cancelled: true"));
    }

    private static void awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
