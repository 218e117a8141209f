package org.talkoot.bridges.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SingleFlightTest {

    private final SingleFlight<String, String> ongoing = new SingleFlight<>();
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private CompletableFuture<String> ask(String key) {
        return ongoing.of(key, () -> {
            begun.add(new CompletableFuture<>());
            return begun.getLast();
        });
    }

    @Test
    void whatIsAskedAgainIsNotBegunAgain() {
        CompletableFuture<String> first = ask("a");
        CompletableFuture<String> again = ask("a");
        CompletableFuture<String> other = ask("b");
        begun.getFirst().complete("done");

        assertThat(begun).hasSize(2);
        assertThat(first).isCompletedWithValue("done");
        assertThat(again).isCompletedWithValue("done");
        assertThat(other).isNotDone();
    }

    @Test
    void whatHasEndedIsBegunAgain() {
        CompletableFuture<String> first = ask("a");
        begun.getFirst().completeExceptionally(new IllegalStateException("the node is stopping"));

        CompletableFuture<String> again = ask("a");

        assertThat(first).isCompletedExceptionally();
        assertThat(again).isNotDone();
        assertThat(begun).hasSize(2);
    }
}
