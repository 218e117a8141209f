package org.talkoot.core.guard.rule;

/** Numbers of payment cards, ISO/IEC 7812: the prefix of an issuer, a length, and the checksum of Luhn. */
final class CardNumber {

    private static final int SHORTEST = 13;
    private static final int MOST = 19;

    /** With a separator between any two digits. */
    static final int LONGEST = 2 * MOST;

    private CardNumber() {}

    /** Where the longest one ends that begins there; -1: none does. */
    static int end(String text, int from) {
        if (!isDigit(text.charAt(from)) || (from > 0 && isDigit(text.charAt(from - 1)))) {
            return -1;
        }
        StringBuilder digits = new StringBuilder(MOST);
        int at = from;
        int end = -1;
        while (at < text.length() && digits.length() < MOST) {
            char c = text.charAt(at);
            if (isSeparator(c) && !digits.isEmpty() && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
                at++;
                continue;
            }
            if (!isDigit(c)) {
                break;
            }
            digits.append(c);
            at++;
            boolean mayEnd = at == text.length() || !isDigit(text.charAt(at));
            if (mayEnd && digits.length() >= SHORTEST && isIssued(digits) && isValid(digits)) {
                end = at;
            }
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '\n';
    }

    private static boolean isIssued(CharSequence digits) {
        int two = Integer.parseInt(digits, 0, 2, 10);
        int four = Integer.parseInt(digits, 0, 4, 10);
        return switch (digits.length()) {
            case 15 -> two == 34 || two == 37 || four == 1800 || four == 2131;
            case 14 -> two == 36 || two == 38 || two == 39 || two == 30;
            default ->
                digits.charAt(0) == '4' || (two >= 50 && two <= 69) || (four >= 2221 && four <= 2720) || two == 35;
        };
    }

    private static boolean isValid(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 1 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
