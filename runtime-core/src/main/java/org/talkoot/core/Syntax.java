package org.talkoot.core;

import java.util.BitSet;
import java.util.Locale;

/** The shapes that identities may have; each id record applies one of them in its constructor. */
final class Syntax {

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String ALPHANUMERIC = LOWER + LOWER.toUpperCase(Locale.ROOT) + DIGITS;

    private static final Shape KEY = Shape.of(ALPHANUMERIC + "._:@~+=-", 128);
    private static final Shape NAME = new Shape(table(LOWER), table(LOWER + DIGITS + "_-"), 64);
    private static final Shape TOKEN = Shape.of(ALPHANUMERIC + "._:~#-", 256);

    /** Digits of the largest number that is a long whatever its digits are. */
    private static final int LONGEST_NUMBER = 18;

    private Syntax() {}

    /**
     * One or more characters of an alphabet. Ids are read for every message and every entry of the journal, so by
     * tables: patterns took a twentieth of a node's time.
     */
    private record Shape(BitSet first, BitSet rest, int longest) {

        static Shape of(String characters, int longest) {
            BitSet table = table(characters);
            return new Shape(table, table, longest);
        }

        boolean fits(String value) {
            int length = value.length();
            if (length == 0 || length > longest || !first.get(value.charAt(0))) {
                return false;
            }
            for (int i = 1; i < length; i++) {
                if (!rest.get(value.charAt(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static BitSet table(String characters) {
        BitSet table = new BitSet(128);
        characters.chars().forEach(table::set);
        return table;
    }

    static void requireKey(String value, String what) {
        require(KEY, value, what, "1 to 128 characters of A-Z a-z 0-9 . _ : @ ~ + = -");
    }

    static void requireName(String value, String what) {
        require(NAME, value, what, "a lower-case letter, then at most 63 of a-z 0-9 _ -");
    }

    static void requireToken(String value, String what) {
        require(TOKEN, value, what, "1 to 256 characters of A-Z a-z 0-9 . _ : ~ # -");
    }

    /** Where the decimal number begins that ends this text; -1: it ends with none that is written like this. */
    static int startOfNumber(String text) {
        int start = text.length();
        while (start > 0 && isDigit(text.charAt(start - 1))) {
            start--;
        }
        int digits = text.length() - start;
        return digits == 1 || (digits > 1 && digits <= LONGEST_NUMBER && text.charAt(start) != '0') ? start : -1;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void require(Shape shape, String value, String what, String rule) {
        if (!shape.fits(value)) {
            throw new IllegalArgumentException("%s must be %s, but is '%s'".formatted(what, rule, shortened(value)));
        }
    }

    static String shortened(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "...";
    }
}
