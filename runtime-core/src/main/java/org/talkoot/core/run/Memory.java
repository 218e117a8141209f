package org.talkoot.core.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.collection.PersistentVector;
import org.talkoot.core.model.Message;

/**
 * What an agent carries from run to run.
 *
 * @param seen everything it has seen
 * @param calls how many call ids it has given out
 * @param offers the prompts it has used, with what they offered, by number
 * @param values what filled the blanks of these prompts last, by the number of the prompt; only of those that have some
 * @param recentRuns the last runs it was asked for, oldest first, at most {@link #RECENT_RUNS} that events began and as
 *     many others: a repeated request is recognised by them
 * @param undelivered ended runs whose outcome nobody has confirmed yet
 * @param looseEnds calls that were under way when their run ended
 */
public record Memory(
        History seen,
        long calls,
        List<Offer> offers,
        Map<Integer, SequencedMap<String, String>> values,
        List<RunId> recentRuns,
        List<FinishedRun> undelivered,
        List<LooseEnd> looseEnds) {

    /** How many runs are recognised when they are asked for again. */
    public static final int RECENT_RUNS = 128;

    /** How many replies of models, and reports of what is in doubt, are awaited; they may never come. */
    static final int LATE_REPLIES = 8;

    private static final SequencedMap<String, String> NO_VALUES =
            Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

    public static final Memory EMPTY =
            new Memory(History.EMPTY, 0, List.of(), Map.of(), List.of(), List.of(), List.of());

    /**
     * Messages, growing at the end only.
     *
     * @param length characters of them, known without walking over them
     * @param shownFrom where what a model was last shown of them began
     */
    public record History(PersistentVector<Message> messages, long length, int shownFrom) {

        static final History EMPTY = new History(PersistentVector.empty(), 0, 0);

        History and(List<? extends Message> more) {
            long added =
                    more.stream().mapToLong(message -> message.text().length()).sum();
            return new History(messages.appendAll(more), length + added, shownFrom);
        }
    }

    public PersistentVector<Message> history() {
        return seen.messages();
    }

    Memory remember(List<? extends Message> messages) {
        return with(seen.and(messages));
    }

    /** A model is shown the history from there on. */
    Memory showing(int from) {
        return with(new History(seen.messages(), seen.length(), from));
    }

    private Memory with(History changed) {
        return new Memory(changed, calls, offers, values, recentRuns, undelivered, looseEnds);
    }

    /** Accounts for {@code count} call ids given out. */
    Memory gave(int count) {
        return new Memory(seen, calls + count, offers, values, recentRuns, undelivered, looseEnds);
    }

    /** The {@code ordinal}-th call id, from 1, after those already given out. */
    CallId nextCall(int ordinal) {
        return CallId.of(calls + ordinal);
    }

    Memory withOffer(Offer offer) {
        return new Memory(seen, calls, with(offers, offer), values, recentRuns, undelivered, looseEnds);
    }

    /** The number of the prompt that offers this, whichever model it asks; -1: it was not used yet. */
    int numberOf(Offer offer) {
        for (int i = 0; i < offers.size(); i++) {
            if (offers.get(i).isAlike(offer)) {
                return i;
            }
        }
        return -1;
    }

    /** What filled the blanks of a prompt last. */
    SequencedMap<String, String> valuesOf(int prompt) {
        return values.getOrDefault(prompt, NO_VALUES);
    }

    /** From now on this fills the blanks of a prompt; null: what did before. */
    Memory filling(int prompt, @Nullable SequencedMap<String, String> changed) {
        if (changed == null) {
            return this;
        }
        Map<Integer, SequencedMap<String, String>> more = new HashMap<>(values);
        more.put(prompt, changed);
        return new Memory(seen, calls, offers, Map.copyOf(more), recentRuns, undelivered, looseEnds);
    }

    /**
     * Remembers it. Those that events began are counted apart: after a crash the last batch of events comes again, and
     * is recognised however much else the agent was asked for since.
     */
    Memory asked(RunId run) {
        return new Memory(seen, calls, offers, values, withRecent(run), undelivered, looseEnds);
    }

    private List<RunId> withRecent(RunId run) {
        List<RunId> longer = new ArrayList<>(recentRuns);
        longer.add(run);
        if (longer.size() > RECENT_RUNS) {
            boolean ofEvent = isOfEvent(run);
            List<RunId> alike =
                    longer.stream().filter(r -> isOfEvent(r) == ofEvent).toList();
            if (alike.size() > RECENT_RUNS) {
                longer.remove(alike.getFirst());
            }
        }
        return List.copyOf(longer);
    }

    /** Whether it comes again with its event: redrives do not, nor does what has changed hands. */
    private static boolean isOfEvent(RunId run) {
        return switch (run) {
            case RunId.OfEvent r -> r.isFirst();
            case RunId.Delegated r -> isOfEvent(r.parent());
            case RunId.OfTurn r -> false;
            case RunId.Hashed r -> false;
        };
    }

    Memory withUndelivered(List<FinishedRun> changed) {
        return new Memory(seen, calls, offers, values, recentRuns, changed, looseEnds);
    }

    private Memory withLooseEnds(List<LooseEnd> changed) {
        return new Memory(seen, calls, offers, values, recentRuns, undelivered, changed);
    }

    /** The outcome waits for its confirmation, unless nobody waits for the outcome. */
    Memory finish(FinishedRun finished) {
        if (finished.origin() instanceof RunOrigin.Trigger && finished.successor() == null) {
            return this;
        }
        return withUndelivered(with(undelivered, finished));
    }

    Memory delivered(RunId run) {
        return withUndelivered(undelivered.stream()
                .filter(finished -> !finished.run().equals(run))
                .toList());
    }

    /** A conversation that asks for its next run has the outcomes of all earlier ones. */
    Memory confirmedBy(RunOrigin origin) {
        if (!(origin instanceof RunOrigin.Turn) || undelivered.isEmpty()) {
            return this;
        }
        return withUndelivered(
                undelivered.stream().filter(f -> !f.origin().equals(origin)).toList());
    }

    /** The run of this call ended before the call did. */
    Memory leave(LooseEnd end) {
        List<LooseEnd> more = new ArrayList<>(looseEnds);
        more.add(end);
        forgetOldest(more, LooseEnd.Model.class);
        forgetOldest(more, LooseEnd.Doubt.class);
        return withLooseEnds(List.copyOf(more));
    }

    private static void forgetOldest(List<LooseEnd> ends, Class<? extends LooseEnd> kind) {
        List<LooseEnd> alike = ends.stream().filter(kind::isInstance).toList();
        if (alike.size() > LATE_REPLIES) {
            ends.remove(alike.getFirst());
        }
    }

    /** It is known what became of the call. */
    Memory tied(CallId call) {
        return withLooseEnds(
                looseEnds.stream().filter(end -> !end.call().equals(call)).toList());
    }

    @Nullable
    LooseEnd looseEnd(CallId call) {
        return looseEnds.stream()
                .filter(end -> end.call().equals(call))
                .findFirst()
                .orElse(null);
    }

    boolean wasAsked(RunId run) {
        return recentRuns.contains(run);
    }

    /** The run, if it has ended and whoever asked for it has not confirmed that. */
    public Optional<FinishedRun> undelivered(RunId run) {
        return undelivered.stream().filter(f -> f.run().equals(run)).findFirst();
    }

    private static <T> List<T> with(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }
}
