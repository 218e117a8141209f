package org.talkoot.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;
import org.talkoot.persistence.codec.EventCodec;

/**
 * Delegations: one run asks ten thousand agents at once. Measures the bytes and the heap of the run that waits and of
 * those that work, before the first has reported; decided and folded in memory.
 */
final class ManyDelegations {

    private static final int DELEGATIONS = 10_000;
    private static final int SETTLED = 8;
    private static final int ROUNDS = 400;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AgentType CLERK = new AgentType("clerk");
    private static final AgentId BOSS = AgentId.in(ConversationId.of("bench"), new AgentType("boss"));

    private static final AgentDefinition ASKS = AgentDefinition.of(
            "boss",
            "asks all",
            new CodeBrain(view -> view.steps().isEmpty() ? new Next.Delegate(tasks()) : new Next.Answer("done")));
    private static final AgentDefinition WORKS =
            AgentDefinition.of("clerk", "works", new CodeBrain(view -> new Next.Sleep(Duration.ofMinutes(1))));

    private final AgentCatalog catalog = AgentCatalog.of(ASKS, WORKS);
    private final EventCodec codec = EventCodec.standard();

    /** A state and what was journalled for it. */
    private record Played(RunState state, long journalBytes) {}

    static void run(Report report) {
        new ManyDelegations().measure(report);
    }

    private void measure(Report report) {
        AgentRun boss = new AgentRun(BOSS, ASKS, catalog);
        long empty = heap();
        Played asking = play(boss, boss.initial(), new RunCommand.StartRun(request(), NOW));
        long withBoss = heap();
        List<RunEffect.StartDelegate> started = boss.outstanding(asking.state()).stream()
                .filter(RunEffect.StartDelegate.class::isInstance)
                .map(RunEffect.StartDelegate.class::cast)
                .toList();
        List<Played> delegates = new ArrayList<>();
        for (RunEffect.StartDelegate effect : started) {
            AgentRun clerk = new AgentRun(effect.to(), WORKS, catalog);
            delegates.add(play(clerk, clerk.initial(), new RunCommand.StartRun(effect.request(), NOW)));
        }
        long withDelegates = heap();
        long began = System.nanoTime();
        RunState state = asking.state();
        for (RunEffect.StartDelegate effect : started) {
            state = play(boss, state, reported(effect)).state();
        }
        report.row(
                "delegations",
                delegates.size(),
                "parent_journal_bytes",
                asking.journalBytes() / DELEGATIONS,
                "parent_state_bytes",
                codec.encodeState(asking.state()).json().length,
                "parent_heap_bytes",
                withBoss - empty,
                "delegate_journal_bytes",
                delegates.stream().mapToLong(Played::journalBytes).sum() / DELEGATIONS,
                "delegate_state_bytes",
                codec.encodeState(delegates.getFirst().state()).json().length,
                "delegate_heap_bytes",
                (withDelegates - withBoss) / DELEGATIONS,
                "settle_all_ms",
                (System.nanoTime() - began) / 1_000_000);
        if (!(state instanceof RunState.Idle)) {
            throw new IllegalStateException("the run has not ended");
        }
        for (int open : List.of(10, 100, 1_000, DELEGATIONS)) {
            report.row("open_calls", open, "settlement_us", settlement(open));
        }
    }

    /**
     * Microseconds of the median of what one report costs the run that waits: decided, folded, what changed found out.
     */
    private double settlement(int open) {
        AgentDefinition asks = AgentDefinition.of(
                "boss",
                "asks some",
                CodeBrain.watching(view ->
                        view.calls().size() == 0 ? new Next.Delegate(tasks().subList(0, open)) : new Next.Await()));
        AgentRun boss = new AgentRun(BOSS, asks, catalog);
        RunState asking = play(boss, boss.initial(), new RunCommand.StartRun(request(), NOW))
                .state();
        List<RunCommand> reports = boss.outstanding(asking).stream()
                .filter(RunEffect.StartDelegate.class::isInstance)
                .map(effect -> reported((RunEffect.StartDelegate) effect))
                .limit(SETTLED)
                .toList();
        List<Long> took = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            RunState state = asking;
            for (RunCommand report : reports) {
                long began = System.nanoTime();
                RunState next = decided(boss, state, report);
                if (boss.change(state, next).isEmpty()) {
                    boss.outstanding(next);
                }
                took.add(System.nanoTime() - began);
                state = next;
            }
        }
        List<Long> warm =
                took.subList(took.size() / 2, took.size()).stream().sorted().toList();
        return warm.get(warm.size() / 2) / 1_000.0;
    }

    private static RunState decided(AgentRun aggregate, RunState state, RunCommand command) {
        if (aggregate.decide(state, command) instanceof Decision.Accept<RunEvent>(List<RunEvent> events)) {
            return aggregate.fold(state, events);
        }
        throw new IllegalStateException("not accepted: " + command);
    }

    private Played play(AgentRun aggregate, RunState state, RunCommand command) {
        if (aggregate.decide(state, command) instanceof Decision.Accept<RunEvent>(List<RunEvent> events)) {
            long bytes = events.stream()
                    .mapToLong(e -> codec.encode(e).json().length)
                    .sum();
            return new Played(aggregate.fold(state, events), bytes);
        }
        throw new IllegalStateException("not accepted: " + command);
    }

    private static RunCommand reported(RunEffect.StartDelegate effect) {
        return new RunCommand.RecordDelegateOutcome(
                effect.call(), new RunOutcome.Answered("done"), TokenUsage.NONE, NOW);
    }

    private static RunRequest request() {
        MessageId message = new MessageId("m-1");
        return new RunRequest(
                RunId.of(message, 1),
                new RunOrigin.Turn(BOSS.conversation()),
                List.of(new Message.User(message, "go", NOW)),
                List.of());
    }

    private static List<Next.Delegate.Task> tasks() {
        return IntStream.range(0, DELEGATIONS)
                .mapToObj(i -> new Next.Delegate.Task(CLERK, "Look at page " + i))
                .toList();
    }

    /** What is in use after the collector has run. */
    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
