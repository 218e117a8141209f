package org.talkoot.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.talkoot.benchmarks.client.NodeViews;

/** A view that is made anew, watched from outside. */
final class Rebuild {

    private static final Duration TO_BEGIN = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration TELL = Duration.ofSeconds(5);

    private final NodeViews views;
    private final String name;
    private final long head;
    private final long began = System.nanoTime();

    private Rebuild(NodeViews views, String name, long head) {
        this.views = views;
        this.name = name;
        this.head = head;
    }

    static Rebuild of(NodeViews views, String name) {
        NodeViews.View before = views.view(name);
        Rebuild rebuild = new Rebuild(views, name, before.position() + before.behind());
        views.rebuild(name);
        return rebuild;
    }

    /**
     * Says how far it is now and then, and returns when the view has everything that was in the journal at the
     * beginning: what that was.
     */
    long await() {
        long position = views.view(name).position();
        while (position >= head) {
            requireSoon();
            position = next();
        }
        long told = System.nanoTime();
        while (position < head) {
            if (System.nanoTime() - told > TELL.toNanos()) {
                told = System.nanoTime();
                System.out.printf("%s: %d of %d%n", name, position, head);
            }
            position = next();
        }
        return head;
    }

    private void requireSoon() {
        if (System.nanoTime() - began > TO_BEGIN.toNanos()) {
            throw new IllegalStateException("the view " + name + " was not seen to begin anew");
        }
    }

    private long next() {
        LockSupport.parkNanos(LOOK.toNanos());
        return views.view(name).position();
    }
}
