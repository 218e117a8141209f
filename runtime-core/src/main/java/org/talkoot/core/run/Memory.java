package org.talkoot.core.run;

import org.talkoot.core.CallId;
import org.talkoot.core.PersistentVector;
import org.talkoot.core.RunId;
import org.talkoot.core.conversation.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an agent carries from run to run.
 *
 * @param history everything it has seen, growing at its end only
 * @param historyLength characters in {@code history}, known without walking over it
 * @param calls how many call ids it has given out
 * @param offers the prompts it has used, with what they offered, by number
 * @param recentRuns the last runs it was asked for, oldest first, at most {@link #RECENT_RUNS} that
 *     events began and as many others: a repeated request is recognised by them
 * @param undelivered ended runs whose outcome nobody has confirmed yet
 * @param superseded model calls that were still out when their run ended; each is charged once
 */
public record Memory(
        PersistentVector<Message> history,
        long historyLength,
        long calls,
        List<Offer> offers,
        List<RunId> recentRuns,
        List<FinishedRun> undelivered,
        List<Superseded> superseded) {

    /** How many runs are recognised when they are asked for again. */
    public static final int RECENT_RUNS = 128;

    /** How many superseded model calls are remembered for late charging. */
    static final int SUPERSEDED = 8;

    public static final Memory EMPTY =
            new Memory(PersistentVector.empty(), 0, 0, List.of(), List.of(), List.of(), List.of());

    /** A model call that nobody waits for any more. */
    public record Superseded(RunId run, CallId call) {}

    Memory remember(List<? extends Message> messages) {
        long added = messages.stream().mapToLong(message -> message.text().length()).sum();
        return new Memory(
                history.appendAll(messages),
                historyLength + added,
                calls,
                offers,
                recentRuns,
                undelivered,
                superseded);
    }

    /** Accounts for {@code count} call ids given out. */
    Memory gave(int count) {
        return new Memory(
                history, historyLength, calls + count, offers, recentRuns, undelivered, superseded);
    }

    /** The {@code ordinal}-th call id, from 1, after those already given out. */
    CallId nextCall(int ordinal) {
        return CallId.of(calls + ordinal);
    }

    Memory withOffer(Offer offer) {
        return new Memory(
                history,
                historyLength,
                calls,
                with(offers, offer, Integer.MAX_VALUE),
                recentRuns,
                undelivered,
                superseded);
    }

    /**
     * Remembers it. Those that events began are counted apart: after a crash the last batch of
     * events comes again, and is recognised however much else the agent was asked for since.
     */
    Memory asked(RunId run) {
        return new Memory(
                history, historyLength, calls, offers, withRecent(run), undelivered, superseded);
    }

    private List<RunId> withRecent(RunId run) {
        List<RunId> longer = new ArrayList<>(recentRuns);
        longer.add(run);
        boolean ofEvent = run.isOfEvent();
        List<RunId> alike = longer.stream().filter(r -> r.isOfEvent() == ofEvent).toList();
        if (alike.size() > RECENT_RUNS) {
            longer.remove(alike.getFirst());
        }
        return List.copyOf(longer);
    }

    Memory withUndelivered(List<FinishedRun> changed) {
        return new Memory(history, historyLength, calls, offers, recentRuns, changed, superseded);
    }

    Memory withSuperseded(List<Superseded> changed) {
        return new Memory(history, historyLength, calls, offers, recentRuns, undelivered, changed);
    }

    /** The outcome waits for its confirmation, unless nobody waits for the outcome. */
    Memory finish(FinishedRun finished) {
        if (finished.origin() instanceof RunOrigin.Trigger) {
            return this;
        }
        return withUndelivered(with(undelivered, finished, Integer.MAX_VALUE));
    }

    Memory delivered(RunId run) {
        return withUndelivered(
                undelivered.stream().filter(finished -> !finished.run().equals(run)).toList());
    }

    /** A conversation that asks for its next run has the outcomes of all earlier ones. */
    Memory confirmedBy(RunOrigin origin) {
        if (!(origin instanceof RunOrigin.Turn) || undelivered.isEmpty()) {
            return this;
        }
        return withUndelivered(
                undelivered.stream().filter(f -> !f.origin().equals(origin)).toList());
    }

    Memory supersede(RunId run, CallId call) {
        return withSuperseded(with(superseded, new Superseded(run, call), SUPERSEDED));
    }

    Memory charged(CallId call) {
        return withSuperseded(superseded.stream().filter(s -> !s.call().equals(call)).toList());
    }

    Optional<Superseded> superseded(CallId call) {
        return superseded.stream().filter(s -> s.call().equals(call)).findFirst();
    }

    boolean wasAsked(RunId run) {
        return recentRuns.contains(run);
    }

    Optional<FinishedRun> undelivered(RunId run) {
        return undelivered.stream().filter(f -> f.run().equals(run)).findFirst();
    }

    private static <T> List<T> with(List<T> list, T element, int bound) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer.subList(Math.max(0, longer.size() - bound), longer.size()));
    }
}
