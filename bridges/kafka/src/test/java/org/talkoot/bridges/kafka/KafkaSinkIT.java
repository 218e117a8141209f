package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.EventSinkConformance;
import org.talkoot.testkit.bus.SinkFixture;
import org.talkoot.testkit.kafka.KafkaBroker;

final class KafkaSinkIT extends EventSinkConformance {

    @TempDir
    static Path directory;

    private static KafkaBroker broker;

    @BeforeAll
    static void startTheBroker() throws IOException {
        broker = KafkaBroker.start(directory);
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    @Override
    protected SinkFixture createFixture() {
        return new Fixture(new KafkaSandbox(broker, 16));
    }

    @Test
    void aJournalBegunAnewHasAMarkOfItsOwn() {
        Fixture fixture = new Fixture(new KafkaSandbox(broker, 16));
        try (KafkaSink former = fixture.sink("out", "one");
                KafkaSink latter = fixture.sink("out", "other")) {
            former.open();
            former.write(List.of(), new JournalMark(50_000, "a"));

            assertThat(latter.open()).isEmpty();
            latter.write(List.of(), new JournalMark(10, "b"));

            assertThat(former.open()).hasValue(new JournalMark(50_000, "a"));
            assertThat(latter.open()).hasValue(new JournalMark(10, "b"));
        }
    }

    private record Fixture(KafkaSandbox sandbox) implements SinkFixture {

        @Override
        public EventSink sink(String name) {
            return sink(name, "journal");
        }

        KafkaSink sink(String name, String journal) {
            return new KafkaSink(
                    name,
                    journal,
                    sandbox.settings(),
                    o -> new WireMessage(o.event().id().getBytes(UTF_8), Map.of("a", "b")));
        }

        @Override
        public String channel() {
            return sandbox.newTopic();
        }

        @Override
        public List<Written> read(String channel) {
            return sandbox.read(channel);
        }

        @Override
        public BrokerSwitch broker() {
            return broker;
        }

        @Override
        public void close() {}
    }
}
