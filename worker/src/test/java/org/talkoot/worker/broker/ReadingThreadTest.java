package org.talkoot.worker.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** When a reading begins again, and when it does not. */
final class ReadingThreadTest {

    private final List<String> happened = new CopyOnWriteArrayList<>();

    @Test
    void whatFailsOrEndsBeginsAgain() {
        ReadingThread.Reading reading = by -> {
            happened.add("begun");
            if (happened.size() == 1) {
                throw new IOException("not there yet");
            }
            if (happened.size() > 2) {
                by.rest(Duration.ofHours(1));
            }
        };
        try (ReadingThread thread = ReadingThread.start("calls", reading)) {
            await().until(() -> happened.size() == 3);
            assertThat(thread.isClosed()).isFalse();
        }
        assertThat(happened).hasSize(3);
    }

    @Test
    void whoeverClosesItWaitsForItsEnd() {
        ReadingThread thread = ReadingThread.start("calls", by -> {
            happened.add("begun");
            while (!by.isClosed()) {
                by.rest(Duration.ofHours(1));
            }
            happened.add("ended");
        });
        await().until(() -> happened.contains("begun"));

        thread.close();

        assertThat(happened).containsExactly("begun", "ended");
    }
}
