package org.talkoot.bridges.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.bridges.rabbitmq.topology.LaneKeys;

final class LaneKeysTest {

    /** The numbers are those of zlib's crc32, which senders in other languages use. */
    @ParameterizedTest
    @CsvSource({
        "order-7, 4, lane-2.order-7",
        "order.7, 4, lane-1.order=2E7",
        "käse, 4, lane-3.k=C3=A4se",
        "acme/order:1, 6, lane-5.acme=2Forder=3A1",
    })
    void saysLaneAndConversation(String conversation, int lanes, String key) {
        assertThat(LaneKeys.key(conversation, lanes)).isEqualTo(key);
        assertThat(LaneKeys.conversation(key)).isEqualTo(conversation);
    }

    @ParameterizedTest
    @CsvSource({
        "order-7, order-7",
        "order.7, order.7",
        "order=2E7, order.7",
        "order=2e7, order=2e7",
        "lane-x.order, lane-x.order",
        "lane-12.order.7, order.7",
    })
    void takesAnythingElseAsItIs(String key, String conversation) {
        assertThat(LaneKeys.conversation(key)).isEqualTo(conversation);
    }

    @Test
    void aKeyMaySayNoConversation() {
        assertThat(LaneKeys.conversation("")).isNull();
        assertThat(LaneKeys.conversation("lane-3")).isNull();
        assertThat(LaneKeys.conversation("lane-3.")).isNull();
    }
}
