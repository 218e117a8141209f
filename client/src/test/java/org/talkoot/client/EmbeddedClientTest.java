package org.talkoot.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.gateway.node.Node;

/** A node and its client in one process, as docs/client.md has it. */
final class EmbeddedClientTest {

    @Test
    void speaksToTheNodeOfItsOwnProcess(@TempDir Path data) {
        try (Node node = Places.application(false)
                        .with("talkoot.http.port", 0)
                        .with("talkoot.data", data.toString())
                        .start();
                TalkootClient client = TalkootClient.of(node.url())) {
            assertThat(client.conversation("c1")
                            .ask("Count.", Duration.ofSeconds(30))
                            .text())
                    .isEqualTo(Places.WHOLE);
        }
    }
}
