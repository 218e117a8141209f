package org.talkoot.gateway.http;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Whether the node is about to stop. Once it is, it takes no new work and says so. */
final class Draining {

    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean begun;

    void begin() {
        begun = true;
        ends.forEach(Runnable::run);
    }

    boolean hasBegun() {
        return begun;
    }

    /** What {@code stage} gives, or {@code instead} as soon as the node is about to stop. */
    <T> CompletionStage<T> whileItRuns(CompletionStage<T> stage, T instead) {
        CompletableFuture<T> first = new CompletableFuture<>();
        Runnable end = () -> first.complete(instead);
        ends.add(end);
        stage.whenComplete((result, e) -> {
            ends.remove(end);
            if (e == null) {
                first.complete(result);
            } else {
                first.completeExceptionally(e);
            }
        });
        if (begun) {
            end.run();
        }
        return first;
    }
}
