package org.talkoot.eval.suite;

import java.io.Serial;

/** An evaluation cannot be run as it is written; one line that says where and why. */
public final class SuiteException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private SuiteException(String message) {
        super(message);
    }

    /** Something in a file. */
    public static SuiteException at(Place place, String why) {
        return new SuiteException(place + ": " + why);
    }

    /** A whole file, or something that stands in none. */
    public static SuiteException because(String why) {
        return new SuiteException(why);
    }
}
