package org.talkoot.core.context;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;

/**
 * How the history of an agent is made to fit the context window of its models. What is said to a model stays below the
 * window, by the tokens that it has counted itself before: first old outputs of tools are shown by their beginnings,
 * then the beginning of the history is left out, with a summary in its place if one is wanted. Instructions, tools,
 * examples, what is pinned and what the run is about are always shown. What cannot be cut, as one message that is
 * longer than the window, is refused by the provider.
 *
 * @param tokens what the smallest window of its models holds, the reply included
 * @param reply tokens that are left for the reply
 * @param pins messages that are shown whatever else is left out, at most a fifth of the window of them, the latest
 *     first; what was no user's is told of, as a note. A pure function; what it says is journalled
 * @param summarising who writes summaries; null: nobody, what is left out is left out
 */
public record ContextPolicy(
        int tokens,
        int reply,
        Predicate<Message> pins,
        @Nullable Summarising summarising) {

    /** The smallest window that is worth cutting for. */
    public static final int LEAST = 512;

    private static final int REPLIES = 8;

    /**
     * Who writes a summary, and what it is told to.
     *
     * @param instructions what has to be in it; how it is given what it is about is said beside
     */
    public record Summarising(ModelName model, String instructions) {

        /** By the model that an agent asks when it says nothing else. */
        public static final Summarising DEFAULT = new Summarising(
                ModelName.DEFAULT,
                "You keep the memory of a conversation. Write a summary of what you are given, for an assistant that"
                        + " goes on with the conversation and sees nothing else of it: who wants what, facts, names,"
                        + " numbers and dates word for word, what was promised, done and decided, and what is open."
                        + " No more than 250 words, and no remarks of your own.");

        public Summarising {
            if (instructions.isBlank()) {
                throw new IllegalArgumentException("who writes a summary is told what has to be in it");
            }
        }
    }

    public ContextPolicy {
        if (tokens < LEAST) {
            throw new IllegalArgumentException(
                    "a context window has at least %d tokens, not %d".formatted(LEAST, tokens));
        }
        if (reply < 1 || reply > tokens / 2) {
            throw new IllegalArgumentException("of a window of %d tokens, 1 to %d are left for the reply, not %d"
                    .formatted(tokens, tokens / 2, reply));
        }
    }

    /** A window of so many tokens, an eighth of them for the reply. */
    public static ContextPolicy of(int tokens) {
        return new ContextPolicy(tokens, Math.max(1, tokens / REPLIES), message -> false, null);
    }

    /** The same with another room for the reply. */
    public ContextPolicy leaving(int changed) {
        return new ContextPolicy(tokens, changed, pins, summarising);
    }

    /** The same, which always shows such messages. */
    public ContextPolicy pinning(Predicate<Message> changed) {
        return new ContextPolicy(tokens, reply, changed, summarising);
    }

    /** The same with a summary in place of what is left out. */
    public ContextPolicy summarised() {
        return summarisedBy(Summarising.DEFAULT);
    }

    /** The same, with summaries by this one. */
    public ContextPolicy summarisedBy(Summarising changed) {
        return new ContextPolicy(tokens, reply, pins, changed);
    }

    /** Characters of a summary; what is longer is cut off. */
    public int longestSummary() {
        return tokens / 2;
    }

    /** Tells one policy from another, as far as can be seen. */
    public String fingerprint() {
        return "%d %d %s".formatted(tokens, reply, summarising);
    }
}
