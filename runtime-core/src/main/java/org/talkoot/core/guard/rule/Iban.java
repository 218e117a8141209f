package org.talkoot.core.guard.rule;

import java.util.Map;

/** International bank account numbers, ISO 13616: the length of the country, and the checksum. */
final class Iban {

    /** With a separator between any two characters. */
    static final int LONGEST = 2 * 34;

    private static final int SHORTEST = 15;
    private static final int MOST = 34;

    /** How long they are where that is known; of others the checksum says where they end. */
    private static final Map<String, Integer> LENGTHS = Map.<String, Integer>ofEntries(
            Map.entry("AD", 24),
            Map.entry("AE", 23),
            Map.entry("AL", 28),
            Map.entry("AT", 20),
            Map.entry("AZ", 28),
            Map.entry("BA", 20),
            Map.entry("BE", 16),
            Map.entry("BG", 22),
            Map.entry("BH", 22),
            Map.entry("BR", 29),
            Map.entry("CH", 21),
            Map.entry("CY", 28),
            Map.entry("CZ", 24),
            Map.entry("DE", 22),
            Map.entry("DK", 18),
            Map.entry("EE", 20),
            Map.entry("ES", 24),
            Map.entry("FI", 18),
            Map.entry("FO", 18),
            Map.entry("FR", 27),
            Map.entry("GB", 22),
            Map.entry("GE", 22),
            Map.entry("GI", 23),
            Map.entry("GL", 18),
            Map.entry("GR", 27),
            Map.entry("HR", 21),
            Map.entry("HU", 28),
            Map.entry("IE", 22),
            Map.entry("IL", 23),
            Map.entry("IS", 26),
            Map.entry("IT", 27),
            Map.entry("LI", 21),
            Map.entry("LT", 20),
            Map.entry("LU", 20),
            Map.entry("LV", 21),
            Map.entry("MC", 27),
            Map.entry("MD", 24),
            Map.entry("ME", 22),
            Map.entry("MK", 19),
            Map.entry("MT", 31),
            Map.entry("NL", 18),
            Map.entry("NO", 15),
            Map.entry("PL", 28),
            Map.entry("PT", 25),
            Map.entry("RO", 24),
            Map.entry("RS", 22),
            Map.entry("SA", 24),
            Map.entry("SE", 24),
            Map.entry("SI", 19),
            Map.entry("SK", 24),
            Map.entry("SM", 27),
            Map.entry("TR", 26),
            Map.entry("UA", 29),
            Map.entry("XK", 20));

    private Iban() {}

    /** Where one ends that begins there; -1: none does. */
    static int end(String text, int from) {
        if (!isPart(text.charAt(from)) || !fits(0, text.charAt(from)) || (from > 0 && isPart(text.charAt(from - 1)))) {
            return -1;
        }
        StringBuilder plain = new StringBuilder(MOST);
        int wanted = 0;
        int at = from;
        int end = -1;
        while (at < text.length() && plain.length() < MOST) {
            char c = Character.toUpperCase(text.charAt(at));
            if (isSeparator(c) && !plain.isEmpty() && at + 1 < text.length() && isPart(text.charAt(at + 1))) {
                at++;
                continue;
            }
            if (!isPart(c) || !fits(plain.length(), c)) {
                break;
            }
            plain.append(c);
            at++;
            if (plain.length() == 2) {
                wanted = LENGTHS.getOrDefault(plain.toString(), 0);
            }
            boolean mayEnd = at == text.length() || !isPart(text.charAt(at));
            if (wanted > 0 ? plain.length() == wanted : plain.length() >= SHORTEST && mayEnd) {
                end = isValid(plain) ? at : end;
            }
            if (wanted > 0 && plain.length() == wanted) {
                break;
            }
        }
        return end;
    }

    private static boolean fits(int at, char c) {
        return at < 2 ? Character.isLetter(c) : at > 3 || Character.isDigit(c);
    }

    private static boolean isPart(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '\n';
    }

    private static boolean isValid(CharSequence plain) {
        int rest = 0;
        for (int i = 0; i < plain.length(); i++) {
            int value = Character.digit(plain.charAt((i + 4) % plain.length()), 36);
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest == 1;
    }
}
