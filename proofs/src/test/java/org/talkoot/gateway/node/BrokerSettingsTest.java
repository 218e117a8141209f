package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

/** The check of names knows no broker, and yet finds what is written wrong under one. */
final class BrokerSettingsTest {

    @Test
    void findsAWrongNameInACollectionOfABroker() {
        assertThatThrownBy(() -> requireKnown("talkoot.kafka.topics.mine { partition = 3 }"))
                .isInstanceOf(NodeStartException.class)
                .hasMessageContaining("there is no setting 'talkoot.kafka.topics.mine.partition'")
                .hasMessageContaining("did you mean 'talkoot.kafka.topics.mine.partitions'?");
    }

    @Test
    void leavesABrokersOwnPropertiesToTheBroker() {
        requireKnown("talkoot.kafka.client { security.protocol = SSL }");
    }

    @Test
    void takesWhatEveryBrokerShips() {
        requireKnown("talkoot {}");
    }

    @Test
    void takesInAnEntryWhatAShippedOneHas() {
        requireKnown("talkoot.nats.source.lanes.mine { stream = orders, filter = \"events.order.>\" }");
        assertThatThrownBy(() -> requireKnown("talkoot.nats.source.lanes.mine { strea = orders }"))
                .hasMessageContaining("did you mean 'talkoot.nats.source.lanes.mine.stream'?");
    }

    private static void requireKnown(String text) {
        SettingNames.requireKnown(ConfigFactory.parseString(text)
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    }
}
