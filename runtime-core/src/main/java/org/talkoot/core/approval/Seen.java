package org.talkoot.core.approval;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.Hash;
import org.talkoot.core.RunId;

/**
 * What somebody had before them when they decided. What is asked by then has to be the same, or nothing is decided.
 *
 * @param run whose call it is; null: not said
 * @param version as in {@link ApprovalRequest#version}; of a question it says nothing
 * @param digest what it was, word for word, as {@link #digest} makes it; empty: not said
 */
public record Seen(@Nullable RunId run, int version, String digest) {

    private static final int DIGITS = 64;

    /** By its number alone, which is not given twice in one history. */
    public static Seen version(int version) {
        return new Seen(null, version, "");
    }

    /** SHA-256, in hexadecimal digits, of the tool's name, a line feed and the arguments, in UTF-8. */
    public static String digest(String tool, String arguments) {
        return Hash.of(tool + "\n" + arguments, DIGITS);
    }

    /** The same of a question's text. */
    public static String digest(String question) {
        return Hash.of(question, DIGITS);
    }

    public boolean isIn(RunId asking) {
        return run == null || run.equals(asking);
    }

    public boolean isOf(ApprovalRequest request) {
        return version == request.version() && says(digest(request.tool(), request.arguments()));
    }

    public boolean isOf(String question) {
        return says(digest(question));
    }

    private boolean says(String asked) {
        return digest.isEmpty() || digest.equals(asked);
    }
}
