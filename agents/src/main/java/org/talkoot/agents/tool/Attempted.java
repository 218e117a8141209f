package org.talkoot.agents.tool;

import java.util.concurrent.CompletableFuture;

/** How a piece of an author's code ended that was given a certain time. */
sealed interface Attempted<T> {

    record Returned<T>(T value) implements Attempted<T> {}

    record Threw<T>(Throwable cause) implements Attempted<T> {}

    /** It was interrupted at its time-out, and has ended since without a result. */
    record TimedOut<T>() implements Attempted<T> {}

    /** It was interrupted at its time-out and runs on; {@code end} is when it does not any more. */
    record Overdue<T>(CompletableFuture<T> end) implements Attempted<T> {}
}
