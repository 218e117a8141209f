package org.talkoot.core.guard;

import java.util.List;
import java.util.Optional;

/**
 * A guardrail that objects to passages of a text, not to the text as a whole: it says where they are, and what stands
 * instead. So it can look at an answer that is still being written, and what is let out of that by a {@link Window} is
 * what it would let out of the whole.
 *
 * <p>That holds if what it finds is local: whether a passage is one depends on no more than {@link #reach} characters
 * from its beginning on, which it does not exceed either, and on as many before. Characters that nobody sees, as of
 * width zero, do not count. A rule that has to see more is no such guardrail: an agent that has one is heard when its
 * answer is complete.
 */
public interface PassageGuardrail extends Guardrail {

    /** All that it objects to, in any order. Depends on the text alone. */
    List<Passage> passages(String text);

    /** How many characters it has to see, from where a passage begins, to know that it is one. */
    int reach();

    @Override
    default Verdict check(String text) {
        List<Passage> found = Passage.inOrder(passages(text));
        Optional<Passage> barred =
                found.stream().filter(passage -> passage.instead() == null).findFirst();
        if (barred.isPresent()) {
            return new Verdict.Block("there is %s in it".formatted(barred.get().what()));
        }
        return found.isEmpty() ? Verdict.pass() : new Verdict.Rewrite(without(text, found));
    }

    private static String without(String text, List<Passage> found) {
        StringBuilder rest = new StringBuilder(text.length());
        int at = 0;
        for (Passage passage : found) {
            rest.append(text, at, passage.from()).append(passage.instead());
            at = passage.to();
        }
        return rest.append(text, at, text.length()).toString();
    }
}
