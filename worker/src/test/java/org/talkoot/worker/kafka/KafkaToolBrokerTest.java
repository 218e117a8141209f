package org.talkoot.worker.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.worker.ToolBroker;

/** Kafka looks at a consumer's properties before it looks for a broker: none is needed. */
final class KafkaToolBrokerTest {

    private static final ToolBroker.Incoming NOBODY = new ToolBroker.Incoming() {
        @Override
        public int room() {
            return 1;
        }

        @Override
        public void requested(byte[] event, ToolBroker.Delivery delivery) {}

        @Override
        public void cancelled(byte[] event) {}
    };

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void startsWithWhicheverProtocolOfGroups(String protocol) {
        KafkaToolBroker.Settings settings =
                KafkaToolBroker.Settings.of("127.0.0.1:1", "workers").withClient(Map.of("group.protocol", protocol));

        assertThatCode(() -> {
                    try (KafkaToolBroker broker = new KafkaToolBroker(settings)) {
                        broker.start(Set.of("word_count"), NOBODY);
                    }
                })
                .doesNotThrowAnyException();
    }
}
