package org.talkoot.core.run.state;

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
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.collection.PersistentVector;
import org.talkoot.core.context.Context;
import org.talkoot.core.context.Shown;
import org.talkoot.core.context.Weights;
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
 * @param early what was said to runs that wait for their turn
 */
public record Memory(
        History seen,
        long calls,
        List<Offer> offers,
        Map<Integer, SequencedMap<String, String>> values,
        List<RunId> recentRuns,
        List<FinishedRun> undelivered,
        List<LooseEnd> looseEnds,
        List<Early> early) {

    /** How many runs are recognised when they are asked for again. */
    public static final int RECENT_RUNS = 128;

    /** How many replies of models, and reports of what is in doubt, are awaited; they may never come. */
    static final int LATE_REPLIES = 8;

    private static final SequencedMap<String, String> NO_VALUES =
            Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

    public static final Memory EMPTY =
            new Memory(History.EMPTY, 0, List.of(), Map.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * Messages, growing at the end only.
     *
     * @param length characters of them, with what their attachments weigh, known without walking over them
     * @param shownFrom where what a model was last shown of them began
     * @param context how they are made to fit; null: they are not
     */
    public record History(
            PersistentVector<Message> messages,
            long length,
            int shownFrom,
            @Nullable Context context) {

        public static final History EMPTY = new History(PersistentVector.empty(), 0, 0, null);

        History showing(int task, int from) {
            Context asked = context == null ? null : context.asked(Weights.of(Shown.of(messages, task, from, context)));
            return new History(messages, length, from, asked);
        }

        History with(Context changed) {
            return new History(messages, length, shownFrom, changed);
        }

        History replacing(int at, Message changed) {
            long other =
                    (long) changed.text().length() - messages.get(at).text().length();
            return new History(messages.with(at, changed), length + other, shownFrom, context);
        }

        public History and(List<? extends Message> more) {
            long added = more.stream().mapToLong(History::length).sum();
            return new History(messages.appendAll(more), length + added, shownFrom, context);
        }

        private static long length(Message message) {
            return message.text().length() + Attachment.weight(message.attachments());
        }
    }

    public PersistentVector<Message> history() {
        return seen.messages();
    }

    public Memory remember(List<? extends Message> messages) {
        return with(seen.and(messages));
    }

    /** One of the messages is another, before any model has been shown it. */
    public Memory replacing(int at, Message changed) {
        return with(seen.replacing(at, changed));
    }

    /** A model is shown the history from there on, and what is asked at {@code task}. */
    public Memory showing(int task, int from) {
        return with(seen.showing(task, from));
    }

    /** How its history is shown to models. */
    public Context context() {
        return seen.context() == null ? Context.WHOLE : seen.context();
    }

    /** A model took so many tokens for what it was shown last. */
    public Memory counting(long tokens) {
        return seen.context() == null ? this : with(context().took(tokens));
    }

    public Memory with(Context changed) {
        return with(seen.with(changed));
    }

    private Memory with(History changed) {
        return new Memory(changed, calls, offers, values, recentRuns, undelivered, looseEnds, early);
    }

    /** Accounts for {@code count} call ids given out. */
    public Memory gave(int count) {
        return new Memory(seen, calls + count, offers, values, recentRuns, undelivered, looseEnds, early);
    }

    /** The {@code ordinal}-th call id, from 1, after those already given out. */
    public CallId nextCall(int ordinal) {
        return CallId.of(calls + ordinal);
    }

    public Memory withOffer(Offer offer) {
        return new Memory(seen, calls, with(offers, offer), values, recentRuns, undelivered, looseEnds, early);
    }

    /** The number of the prompt that offers this, whichever model it asks; -1: it was not used yet. */
    public int numberOf(Offer offer) {
        for (int i = 0; i < offers.size(); i++) {
            if (offers.get(i).isAlike(offer)) {
                return i;
            }
        }
        return -1;
    }

    /** What filled the blanks of a prompt last. */
    public SequencedMap<String, String> valuesOf(int prompt) {
        return values.getOrDefault(prompt, NO_VALUES);
    }

    /** From now on this fills the blanks of a prompt; null: what did before. */
    public Memory filling(int prompt, @Nullable SequencedMap<String, String> changed) {
        if (changed == null) {
            return this;
        }
        Map<Integer, SequencedMap<String, String>> more = new HashMap<>(values);
        more.put(prompt, changed);
        return new Memory(seen, calls, offers, Map.copyOf(more), recentRuns, undelivered, looseEnds, early);
    }

    /**
     * Remembers it. Those that events began are counted apart: after a crash the last batch of events comes again, and
     * is recognised however much else the agent was asked for since.
     */
    public Memory asked(RunId run) {
        return new Memory(seen, calls, offers, values, withRecent(run), undelivered, looseEnds, early);
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

    public Memory withUndelivered(List<FinishedRun> changed) {
        return new Memory(seen, calls, offers, values, recentRuns, changed, looseEnds, early);
    }

    private Memory withLooseEnds(List<LooseEnd> changed) {
        return new Memory(seen, calls, offers, values, recentRuns, undelivered, changed, early);
    }

    /** The outcome waits for its confirmation, unless nobody waits for the outcome. */
    public Memory finish(FinishedRun finished) {
        if (finished.origin() instanceof RunOrigin.Trigger && finished.successor() == null) {
            return this;
        }
        return withUndelivered(with(undelivered, finished));
    }

    public Memory delivered(RunId run) {
        return withUndelivered(undelivered.stream()
                .filter(finished -> !finished.run().equals(run))
                .toList());
    }

    /** A conversation that asks for its next run has the outcomes of all earlier ones. */
    public Memory confirmedBy(RunOrigin origin) {
        if (!(origin instanceof RunOrigin.Turn) || undelivered.isEmpty()) {
            return this;
        }
        return withUndelivered(
                undelivered.stream().filter(f -> !f.origin().equals(origin)).toList());
    }

    /** The run of this call ended before the call did. */
    public Memory leave(LooseEnd end) {
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
    public Memory tied(CallId call) {
        return withLooseEnds(
                looseEnds.stream().filter(end -> !end.call().equals(call)).toList());
    }

    @Nullable
    public LooseEnd looseEnd(CallId call) {
        return looseEnds.stream()
                .filter(end -> end.call().equals(call))
                .findFirst()
                .orElse(null);
    }

    /** What was said to a run that has not begun. */
    public Outside early(RunId run) {
        return early.stream()
                .filter(one -> one.run().equals(run))
                .map(Early::outside)
                .findFirst()
                .orElse(Outside.NOTHING);
    }

    /** That has changed. */
    public Memory saidTo(RunId run, Outside changed) {
        List<Early> more = new ArrayList<>(begun(run).early);
        more.add(new Early(run, changed));
        return withEarly(more);
    }

    /** It waits no more. */
    public Memory begun(RunId run) {
        return early.isEmpty()
                ? this
                : withEarly(early.stream().filter(one -> !one.run().equals(run)).toList());
    }

    private Memory withEarly(List<Early> changed) {
        return new Memory(seen, calls, offers, values, recentRuns, undelivered, looseEnds, List.copyOf(changed));
    }

    public boolean wasAsked(RunId run) {
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
