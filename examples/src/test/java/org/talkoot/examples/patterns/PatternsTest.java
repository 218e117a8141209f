package org.talkoot.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Each pattern on a real node, without any broker. */
final class PatternsTest {

    @TempDir
    Path directory;

    @Test
    void oneEventWakesEveryoneWhoSubscribes() {
        try (LocalNode node = LocalNode.start(Talkoot.agents(PublishSubscribe.agents()), directory)) {
            assertThat(node.say("c1", "shop", "pen")).isEqualTo("Thank you!");
            assertThat(node.say("c2", "shop", "ink")).isEqualTo("Thank you!");

            LocalNode.eventually(() -> {
                assertThat(node.answersOf("c1", "packing")).containsExactly("packed {\"item\":\"pen\"}");
                assertThat(node.answersOf("c1", "invoicing")).containsExactly("invoiced {\"item\":\"pen\"}");
                assertThat(node.answersOf("c2", "packing")).containsExactly("packed {\"item\":\"ink\"}");
                assertThat(node.answersOf("all", "statistics")).containsExactly("order 1", "order 2");
            });
        }
    }

    @Test
    void aRequestGoesOnWithTheFirstReplyOrWithoutAny() {
        try (LocalNode node = LocalNode.start(Talkoot.agents(RequestReply.agents()), directory)) {
            assertThat(node.say("c1", "buyer", "pen")).isEqualTo("It costs 2 euros.");
            assertThat(node.say("c2", "buyer", "boat"))
                    .isEqualTo("No price: Nobody replied to 'price.wanted.boat' in time.");
        }
    }

    @Test
    void anAgentThatJoinsLateSeesAllThatWasBefore() {
        try (LocalNode node = LocalNode.start(Talkoot.agents(PublishSubscribe.agents()), directory)) {
            node.say("c1", "shop", "pen");
            node.say("c2", "shop", "ink");
        }

        try (LocalNode node = LocalNode.start(Talkoot.agents(CatchingUp.agents()), directory)) {
            node.say("c3", "shop", "paper");

            LocalNode.eventually(() -> assertThat(node.answersOf("audit", "auditor"))
                    .containsExactly(
                            "seen {\"item\":\"pen\"}", "seen {\"item\":\"ink\"}", "seen {\"item\":\"paper\"}"));
        }
    }
}
