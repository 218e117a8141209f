package org.talkoot.core.context;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the history of an agent is shown to models.
 *
 * @param cuts what is not shown, or not as it was
 * @param summary what stands for what is not shown; null: nothing
 * @param written a later summary, which takes its place when a model is asked next; null: there is none
 * @param open null: no summary is being written
 * @param notBefore how long the history has to be until a summary is asked for again, after one that failed
 * @param weight of what a model was shown when it was asked last, as in {@link Weights}
 * @param input tokens that it took for that, by its own count; 0: it has not said
 */
public record Context(
        Cuts cuts,
        @Nullable Summary summary,
        @Nullable Summary written,
        @Nullable OpenSummary open,
        int notBefore,
        long weight,
        long input) {

    /** Everything is shown. */
    public static final Context WHOLE = new Context(Cuts.NONE, null, null, null, 0, 0, 0);

    /** How many messages come before a summary that failed is asked for again. */
    static final int AGAIN_AFTER = 8;

    /** The summary that tells of most. */
    public Optional<Summary> latest() {
        return Optional.ofNullable(written == null ? summary : written);
    }

    /** Index of the first message that no summary tells of. */
    int summarised() {
        return latest().map(Summary::upTo).orElse(0);
    }

    /** Shown like this from now on; a summary of nothing else than what is not shown takes its place. */
    public Context fitted(Cuts changed) {
        return written != null && written.upTo() <= changed.from()
                ? new Context(changed, written, null, open, notBefore, weight, input)
                : new Context(changed, summary, written, open, notBefore, weight, input);
    }

    /** A model is asked, and shown so much. */
    public Context asked(long shown) {
        return new Context(cuts, summary, written, open, notBefore, shown, 0);
    }

    /** It took so many tokens. */
    public Context took(long tokens) {
        return new Context(cuts, summary, written, open, notBefore, weight, tokens);
    }

    public Context summarising(OpenSummary asks) {
        return new Context(cuts, summary, written, asks, notBefore, weight, input);
    }

    /** What was asked for has come. */
    public Context summarised(String text) {
        return open == null
                ? this
                : new Context(cuts, summary, new Summary(text, open.upTo()), null, notBefore, weight, input);
    }

    /** Nothing has come. */
    public Context notSummarised(int length) {
        return new Context(cuts, summary, written, null, length + AGAIN_AFTER, weight, input);
    }
}
