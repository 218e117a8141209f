package org.talkoot.core.guard.rule;

import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;

/**
 * A text has no more than so many characters. It has to see the whole: an agent whose answers it guards is heard when
 * they are complete.
 *
 * @param most characters as Java counts them, of which some that are rare take two
 * @param cuts whether what is longer goes on without its end; false: it does not go on
 */
public record Length(int most, boolean cuts) implements Guardrail {

    private static final String LEFT_OUT = "... [cut]";

    public Length {
        if (most < 1) {
            throw new IllegalArgumentException("a text may have at least one character, not " + most);
        }
    }

    /** What is longer is blocked. */
    public static Length atMost(int characters) {
        return new Length(characters, false);
    }

    /** What is longer is cut there, and says so. */
    public static Length cutAt(int characters) {
        return new Length(characters, true);
    }

    @Override
    public String name() {
        return "length";
    }

    @Override
    public Verdict check(String text) {
        if (text.length() <= most) {
            return Verdict.pass();
        }
        if (!cuts) {
            return new Verdict.Block("it has %d characters, of %d at most".formatted(text.length(), most));
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return new Verdict.Rewrite(text.substring(0, end) + LEFT_OUT);
    }
}
