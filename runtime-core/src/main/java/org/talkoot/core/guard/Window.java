package org.talkoot.core.guard;

import java.util.List;

/**
 * One guardrail over a text that comes in pieces. What may still turn out to be a passage that it objects to is held
 * back; what is let out has no such passage in it, wherever the pieces were cut. Not for several threads.
 *
 * <p>What is held back at the end of the text is never let out: whoever listens has the whole then.
 */
/* The end of what may be let out is where the guardrail no longer knows enough: "reach" visible characters before the
 * end of what has come. A passage that begins before that is known with all its extent, since it is no longer than
 * its reach. Left of what has been let out as much is kept as a guardrail may look back; so it finds there again what it
 * has found before, and what of that has been let out is not looked at twice. */
public final class Window {

    /** So much is let out at once, or more: looking at each word anew would cost many times as much. */
    private static final int STEP = 24;

    private final PassageGuardrail guardrail;
    private final StringBuilder kept = new StringBuilder();
    private int out; // so much of what is kept has been let out, or has something in its place
    private boolean shut;

    public Window(PassageGuardrail guardrail) {
        this.guardrail = guardrail;
    }

    /** Whether a passage has come with which the text must not go on: from then on nothing is let out. */
    public boolean isShut() {
        return shut;
    }

    /**
     * The next piece of the text.
     *
     * @return what may be let out now; often nothing
     */
    public String next(String piece) {
        if (shut) {
            return "";
        }
        kept.append(piece);
        int known = back(kept.length());
        if (known - out < STEP) {
            return "";
        }
        StringBuilder released = new StringBuilder();
        for (Passage passage : Passage.inOrder(guardrail.passages(kept.toString()))) {
            if (passage.to() <= out) {
                continue;
            }
            if (passage.from() >= known) {
                break;
            }
            if (passage.instead() == null) {
                shut = true;
                kept.setLength(0);
                return "";
            }
            if (passage.from() > out) {
                released.append(kept, out, passage.from());
            }
            released.append(passage.instead());
            out = passage.to();
        }
        if (known > out) {
            released.append(kept, out, known);
            out = known;
        }
        forget();
        return released.toString();
    }

    /** Where so many visible characters begin that end there, and no character is cut in two. */
    private int back(int end) {
        int at = end;
        int visible = 0;
        while (at > out && visible < guardrail.reach()) {
            int point = Character.codePointBefore(kept, at);
            at -= Character.charCount(point);
            visible += Folded.isUnseen(point) ? 0 : 1;
        }
        return visible < guardrail.reach() ? out : at;
    }

    /** What is so far behind that nothing depends on it any more. */
    private void forget() {
        int end = out;
        int visible = 0;
        while (end > 0 && visible < 2 * guardrail.reach()) {
            int point = Character.codePointBefore(kept, end);
            end -= Character.charCount(point);
            visible += Folded.isUnseen(point) ? 0 : 1;
        }
        if (end > guardrail.reach()) {
            kept.delete(0, end);
            out -= end;
        }
    }

    /** Whether all of these can look at an answer that is still being written. */
    public static boolean suffices(List<? extends Guard> guards) {
        return guards.stream().allMatch(PassageGuardrail.class::isInstance);
    }
}
