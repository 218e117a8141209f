package org.talkoot.examples.cluster;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Runs a main class in a process that ends when its standard input does, and so with whoever started it. */
final class Attached {

    /** As whoever is told to end by SIGTERM. */
    private static final int TOLD_TO_END = 143;

    private Attached() {}

    /**
     * Runs it.
     *
     * @param args the name of the class, and what it is told
     */
    public static void main(String[] args) throws Exception {
        Thread.ofPlatform().daemon().name("talkoot-attached").start(Attached::endWithInput);
        Method main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // nobody says anything: what counts is the end
            }
        } catch (IOException e) {
            // the end, too
        }
        System.exit(TOLD_TO_END);
    }
}
