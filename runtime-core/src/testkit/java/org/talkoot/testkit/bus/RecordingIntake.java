package org.talkoot.testkit.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Receipt;

/** An intake that remembers what it was given and completes it when told. Safe for any thread. */
public final class RecordingIntake implements Intake {

    private final List<Delivery> taken = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private Predicate<Delivery> completes;

    private record Held(Delivery delivery, CompletableFuture<Receipt> answer) {

        void complete() {
            answer.complete(receipt(delivery));
        }
    }

    private RecordingIntake(Predicate<Delivery> completes) {
        this.completes = completes;
    }

    /** Completes everything at once. */
    public static RecordingIntake completing() {
        return completing(delivery -> true);
    }

    /** Completes at once what matches, and holds the rest. */
    public static RecordingIntake completing(Predicate<Delivery> matching) {
        return new RecordingIntake(matching);
    }

    /** Holds everything. */
    public static RecordingIntake holding() {
        return completing(delivery -> false);
    }

    @Override
    public synchronized CompletionStage<Receipt> take(Delivery delivery) {
        taken.add(delivery);
        if (completes.test(delivery)) {
            return CompletableFuture.completedFuture(receipt(delivery));
        }
        Held one = new Held(delivery, new CompletableFuture<>());
        held.add(one);
        return one.answer();
    }

    /** Everything it was ever given, in that order. */
    public synchronized List<Delivery> taken() {
        return List.copyOf(taken);
    }

    /** How many it holds. */
    public synchronized int open() {
        return held.size();
    }

    /** How many of those the source has given up. */
    public synchronized long givenUp() {
        return held.stream().filter(one -> one.answer().isCancelled()).count();
    }

    /** Completes what it holds, and from now on everything at once. */
    public void release() {
        forgetHeld(delivery -> true).forEach(Held::complete);
    }

    /** Fails what it holds, as a node does that is stopping, and holds what comes after. */
    public void fail(RuntimeException failure) {
        forgetHeld(delivery -> false).forEach(one -> one.answer().completeExceptionally(failure));
    }

    private synchronized List<Held> forgetHeld(Predicate<Delivery> then) {
        completes = then;
        List<Held> forgotten = List.copyOf(held);
        held.clear();
        return forgotten;
    }

    private static Receipt receipt(Delivery delivery) {
        return new Receipt.Stored(delivery.place().toString());
    }
}
