package org.talkoot.core.guard;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A text as a reader sees it, and where in the original each of its characters stands. Characters of full width and
 * other forms of a letter are that letter, accents and what nobody sees are gone: rules that look at it are not led
 * astray by how a text is written.
 */
/* Plain ASCII, which most texts are, is its own folding: nothing is copied and no index is kept. */
public final class Folded {

    /** Letters of other scripts that look like Latin ones, each behind the one that it looks like. */
    private static final String ALIKE =
            "aа aα cс dԁ eе eε hһ iі iι jј kκ kк lӏ mм nո oо oο oօ pр pρ qԛ sѕ tτ tт uս vν vѵ wԝ"
                    + " xх xχ yу yγ zᴢ bь gɡ rг iı";

    private final String source;
    private final String text;
    private final int @Nullable [] starts;
    private final int @Nullable [] ends;

    private Folded(String source, String text, int @Nullable [] starts, int @Nullable [] ends) {
        this.source = source;
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    /** The plain form of each character, without accents and without what nobody sees. */
    public static Folded of(String source) {
        return isPlain(source) ? new Folded(source, source, null, null) : new Folding(source).folded();
    }

    private static boolean isPlain(String source) {
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c > '~' || (c < ' ' && isUnseen(c))) {
                return false;
            }
        }
        return true;
    }

    /** Whether this character takes no room on a page and stands for nothing. */
    public static boolean isUnseen(int point) {
        if (point <= '~') {
            return point < ' ' && point != '\n' && point != '\t' && point != '\r';
        }
        if (isTag(point)) {
            return false;
        }
        int type = Character.getType(point);
        return type == Character.FORMAT
                || type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || (type == Character.CONTROL && point != 0x85)
                || (point >= 0xFE00 && point <= 0xFE0F)
                || (point >= 0xE0000 && point <= 0xE0FFF)
                || point == 0x034F
                || point == 0x115F
                || point == 0x3164;
    }

    /** The tags of Unicode: ASCII that nobody sees, and models read. */
    private static boolean isTag(int point) {
        return point >= 0xE0020 && point < 0xE007F;
    }

    public String text() {
        return text;
    }

    /** Where in the original the folded character at this index begins. */
    public int start(int at) {
        if (starts == null) {
            return at;
        }
        return at < starts.length ? starts[at] : source.length();
    }

    /** Where in the original that ends which comes before this index. */
    public int end(int behind) {
        return ends == null ? behind : behind == 0 ? 0 : ends[behind - 1];
    }

    /** In lower case, and with Latin letters for those that look like them. */
    public Folded plain() {
        return mapped(Folded::plain);
    }

    private static int plain(int c) {
        int lower = Character.toLowerCase(c);
        if (lower < 0x80) {
            return lower;
        }
        for (int i = 1; i < ALIKE.length(); i += 3) {
            if (ALIKE.charAt(i) == lower) {
                return ALIKE.charAt(i - 1);
            }
        }
        return lower;
    }

    /** With another character for each. */
    public Folded mapped(IntUnaryOperator change) {
        StringBuilder changed = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            changed.append((char) change.applyAsInt(text.charAt(i)));
        }
        return new Folded(source, changed.toString(), starts, ends);
    }

    /** Without the others. */
    public Folded only(IntPredicate wanted) {
        StringBuilder rest = new StringBuilder(text.length());
        int[] from = new int[text.length()];
        int[] to = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            if (wanted.test(text.charAt(i))) {
                from[rest.length()] = start(i);
                to[rest.length()] = end(i + 1);
                rest.append(text.charAt(i));
            }
        }
        return new Folded(
                source, rest.toString(), Arrays.copyOf(from, rest.length()), Arrays.copyOf(to, rest.length()));
    }

    /** One folding in the making. */
    private static final class Folding {

        private final String source;
        private final StringBuilder text;
        private int[] starts;
        private int[] ends;

        Folding(String source) {
            this.source = source;
            this.text = new StringBuilder(source.length());
            this.starts = new int[source.length() + 16];
            this.ends = new int[source.length() + 16];
        }

        Folded folded() {
            int at = 0;
            while (at < source.length()) {
                int point = source.codePointAt(at);
                int next = at + Character.charCount(point);
                if (!isUnseen(point)) {
                    add(point <= '~' ? Character.toString(point) : form(point), at, next);
                }
                at = next;
            }
            return new Folded(
                    source, text.toString(), Arrays.copyOf(starts, text.length()), Arrays.copyOf(ends, text.length()));
        }

        /** Spaces of all kinds are spaces, dashes of all kinds are dashes. */
        private static String form(int point) {
            if (isTag(point)) {
                return Character.toString(point - 0xE0000);
            }
            int type = Character.getType(point);
            if (type == Character.SPACE_SEPARATOR || type == Character.LINE_SEPARATOR) {
                return " ";
            }
            if (type == Character.DASH_PUNCTUATION || point == 0x2212) {
                return "-";
            }
            if (type == Character.DECIMAL_DIGIT_NUMBER) {
                return Integer.toString(Character.digit(point, 10));
            }
            if (point == 0x3002 || point == 0x2024) {
                return ".";
            }
            if (point == 0x2044 || point == 0x2215) {
                return "/";
            }
            String form = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD);
            return form.codePoints()
                    .filter(part -> !isUnseen(part))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        private void add(String form, int from, int to) {
            if (text.length() + form.length() > starts.length) {
                starts = Arrays.copyOf(starts, 2 * (starts.length + form.length()));
                ends = Arrays.copyOf(ends, starts.length);
            }
            for (int i = 0; i < form.length(); i++) {
                starts[text.length() + i] = from;
                ends[text.length() + i] = to;
            }
            text.append(form);
        }
    }
}
