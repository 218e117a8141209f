package org.talkoot.benchmarks.load;

import java.util.random.RandomGenerator;

/** Texts of a given length that look like language and compress like it. Same seed, same texts. */
public final class Texts {

    private static final String[] WORDS =
            ("order invoice please could the of refund account yesterday number and with because"
                            + " delivery address customer charged twice status open ticket to a be in answer"
                            + " question meeting slot printer broken monday friday thanks for")
                    .split(" ");

    private Texts() {}

    public static String of(int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(random.nextInt(100))
                    .append(' ');
        }
        return text.substring(0, length);
    }
}
