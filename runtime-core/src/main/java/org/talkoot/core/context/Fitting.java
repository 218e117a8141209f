package org.talkoot.core.context;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ShownHistory;

/**
 * Makes a history fit. A pure function of what is known; what it finds is journalled, so it may change.
 *
 * <p>Nothing changes while what is shown stays below {@link #SOFT}: providers reuse what they have read before only
 * while its beginning stays the same. Above it old outputs are shortened, and what is then left above it is to be
 * summarised, while it is still shown; a summary that has come takes the place of what it tells of. Only what does not
 * fit at all before a summary has come is left out without one.
 */
public final class Fitting {

    /** Shares of the room, in percent: where cutting begins, and what is left whole by a summary. */
    private static final int SOFT = 70;

    private static final int KEPT = 40;
    private static final int PINNED = 20;

    /** A piece that is smaller than this is not worth a summary. */
    private static final int WORTH = 10;

    /** Tokens of a character, until a model has counted: on the side of caution. */
    private static final double UNKNOWN = 0.33;

    /** Whatever a model says that it counted, a token has between one and six characters. */
    private static final double MOST = 1.0;

    private static final double LEAST = 1.0 / 6;

    /** Characters from which on a count tells what the next one will be. */
    private static final int TELLING = 2_000;

    private final ContextPolicy policy;
    private final Context context;
    private final List<Message> history;
    private final int task;

    /**
     * What a model is shown from now on.
     *
     * @param summarise index up to which a summary is to tell of the history; empty: none is wanted now
     */
    public record Fit(Cuts cuts, OptionalInt summarise) {}

    /**
     * What is to be asked of a model.
     *
     * @param from index of the first message of the history that the brain wants it to be shown
     * @param beside characters of what it is told beside the history
     * @param refused whether the provider has just refused what was shown last, as too long
     */
    public record Ask(int from, long beside, boolean refused) {}

    /**
     * For one decision.
     *
     * @param task index of what the active run is asked; -1: nothing
     */
    public Fitting(ContextPolicy policy, Context context, List<Message> history, int task) {
        this.policy = policy;
        this.context = context;
        this.history = history;
        this.task = task;
    }

    /** What is to be shown. */
    public Fit fit(Ask ask) {
        long room = room(ask);
        Summary summary = context.latest().orElse(null);
        int floor = Math.max(context.cuts().from(), context.summarised());
        int start = ask.refused() ? Math.max(floor, ask.from()) : floor;
        Cuts cuts = at(start, context.cuts(), room);
        int from = Math.max(start, ask.from());
        if (weight(cuts.longest(0), summary, from) <= share(room, SOFT)) {
            return new Fit(cuts.longest(0), OptionalInt.empty());
        }
        cuts = shortened(cuts, from);
        if (weight(cuts, summary, from) <= share(room, SOFT)) {
            return new Fit(cuts, OptionalInt.empty());
        }
        OptionalInt summarise = toSummarise(cuts, summary, room);
        if (weight(cuts, summary, from) > room) {
            cuts = at(begin(cuts, summary, from, share(room, SOFT)), cuts, room);
            from = Math.max(cuts.from(), from);
        }
        return new Fit(squeezed(cuts, summary, from, room), summarise);
    }

    /** In characters, by what the model counted last. */
    private long room(Ask ask) {
        long last = ask.beside() + context.weight();
        long room = (long) ((policy.tokens() - policy.reply()) / tokensOfACharacter(last)) - ask.beside();
        return Math.max(1, ask.refused() ? Math.min(room, context.weight() / 2) : room);
    }

    private double tokensOfACharacter(long last) {
        if (context.input() == 0) {
            return UNKNOWN;
        }
        double counted = Math.clamp(context.input() / (double) last, LEAST, MOST);
        return last < TELLING ? Math.max(counted, UNKNOWN) : counted;
    }

    private static long share(long room, int percent) {
        return room * percent / 100;
    }

    /** What is left out before this, and what of it is pinned, the latest first. */
    private Cuts at(int from, Cuts cuts, long room) {
        if (from == cuts.from()) {
            return cuts;
        }
        List<Integer> kept = new ArrayList<>();
        long left = share(room, PINNED);
        for (int index : pinned(from, cuts)) {
            left -= Weights.of(history.get(index));
            if (left < 0) {
                break;
            }
            kept.add(index);
        }
        return cuts.from(from, kept.reversed());
    }

    /** All that could be kept, the latest first; what was not kept once is not asked about again. */
    private List<Integer> pinned(int from, Cuts cuts) {
        List<Integer> pinned = new ArrayList<>(cuts.pinned());
        for (int i = cuts.from(); i < from; i++) {
            if (policy.pins().test(history.get(i))) {
                pinned.add(i);
            }
        }
        return pinned.reversed();
    }

    /** All outputs but those that the model is about to read, if that makes any of them shorter. */
    private Cuts shortened(Cuts cuts, int from) {
        int lastUse = history.size() - 1;
        while (lastUse >= from && !(history.get(lastUse) instanceof Message.ToolUse)) {
            lastUse--;
        }
        int first = Math.max(from, cuts.outputs());
        return first < lastUse
                        && history.subList(first, lastUse).stream()
                                .anyMatch(message -> message instanceof Message.ToolOutput output
                                        && output.text().length() + Attachment.weight(output.attachments())
                                                > Cuts.BEGINNING)
                ? cuts.shorteningBefore(lastUse)
                : cuts;
    }

    private long weight(Cuts cuts, @Nullable Summary summary, int from) {
        int begin = ShownHistory.begin(history, task, from);
        return Weights.of(Shown.of(history, task, begin, cuts, summary));
    }

    /** The first place from which on what is shown weighs so much at most; the last possible, if there is none. */
    private int begin(Cuts cuts, @Nullable Summary summary, int from, long most) {
        List<Message> shown = Shown.shortened(history, cuts);
        int last = lastSaid();
        long sum = Weights.of(Shown.instead(history, task, cuts, summary));
        int begin = from;
        for (int i = shown.size() - 1; i > from; i--) {
            sum += Weights.of(shown.get(i));
            if (i > last || !mayBegin(i)) {
                continue;
            }
            if (begin > from && sum + taskWeight(i) > most) {
                break;
            }
            begin = i;
        }
        return begin;
    }

    /** Of what the run is about, if it is put before what is shown. */
    private long taskWeight(int begin) {
        return task < 0 || begin <= task ? 0 : Weights.of(history.get(task));
    }

    private boolean mayBegin(int index) {
        return ShownHistory.begin(history, task, index) == index;
    }

    /** What was said last is never left out, or it would be said again. */
    private int lastSaid() {
        int last = history.size() - 1;
        while (last > 0
                && (history.get(last) instanceof Message.ToolOutput || history.get(last) instanceof Message.Note)) {
            last--;
        }
        return last;
    }

    private OptionalInt toSummarise(Cuts cuts, @Nullable Summary summary, long room) {
        if (policy.summarising() == null || context.open() != null || history.size() < context.notBefore()) {
            return OptionalInt.empty();
        }
        int after = context.summarised();
        int upTo = begin(cuts, summary, after, share(room, KEPT));
        long piece = 0;
        int end = after;
        for (int i = after; i < upTo; i++) {
            piece += Weights.of(Retold.told(history.get(i)));
            if (piece > room) {
                break;
            }
            if (mayBegin(i + 1)) {
                end = i + 1;
            }
        }
        return piece < share(room, WORTH) || end == after ? OptionalInt.empty() : OptionalInt.of(end);
    }

    /** What is about to be read for the first time does not fit either: of each output so much as there is room for. */
    private Cuts squeezed(Cuts cuts, @Nullable Summary summary, int from, long room) {
        long whole = weight(cuts.longest(0), summary, from);
        if (whole <= room) {
            return cuts.longest(0);
        }
        List<Message> outputs = history.subList(Math.max(from, cuts.outputs()), history.size()).stream()
                .filter(Message.ToolOutput.class::isInstance)
                .toList();
        if (outputs.isEmpty()) {
            return cuts.longest(0);
        }
        long others = whole - Weights.of(outputs);
        return cuts.longest((int) Math.max(Cuts.BEGINNING, (share(room, SOFT) - others) / outputs.size()));
    }
}
