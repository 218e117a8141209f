package org.talkoot.core;

import java.util.regex.Pattern;

/** The shapes that identities may have; each id record applies one of them in its constructor. */
final class Syntax {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:@~+=-]{1,128}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._:~#-]{1,256}");

    /** Digits of the largest number that is a long whatever its digits are. */
    private static final int LONGEST_NUMBER = 18;

    private Syntax() {}

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

    private static void require(Pattern pattern, String value, String what, String rule) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("%s must be %s, but is '%s'".formatted(what, rule, shortened(value)));
        }
    }

    static String shortened(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "...";
    }
}
