package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.EventSinkConformance;
import org.talkoot.testkit.bus.SinkFixture;
import org.talkoot.testkit.bus.SinkFixture.Written;
import org.talkoot.testkit.pulsar.PulsarServer;

final class PulsarSinkIT extends EventSinkConformance {

    @TempDir
    static Path directory;

    private static PulsarServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = PulsarServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Override
    protected SinkFixture createFixture() {
        return new Fixture(new PulsarSandbox(server, 16));
    }

    @Test
    void aJournalBegunAnewHasAMarkOfItsOwn() {
        try (Fixture fixture = new Fixture(new PulsarSandbox(server, 16));
                PulsarSink former = fixture.sink("out", "one");
                PulsarSink latter = fixture.sink("out", "other")) {
            former.open();
            former.write(List.of(), new JournalMark(50_000, "a"));

            assertThat(latter.open()).isEmpty();
            latter.write(List.of(), new JournalMark(10, "b"));

            assertThat(former.open()).hasValue(new JournalMark(50_000, "a"));
            assertThat(latter.open()).hasValue(new JournalMark(10, "b"));
        }
    }

    /** The node died when the events were out and the mark was not. */
    @Test
    void whatIsOutWithoutItsMarkIsNotSeenAgain() throws Exception {
        try (Fixture fixture = new Fixture(new PulsarSandbox(server, 16));
                PulsarSink sink = fixture.sink("out", "journal")) {
            String channel = fixture.sandbox().newTopic(3);
            sink.open();
            sink.write(SinkEvents.of(channel, 1, 20), SinkEvents.at(20));
            fixture.writeMark("out@journal", SinkEvents.at(5));

            long mark = sink.open().orElseThrow().position();
            sink.write(SinkEvents.of(channel, mark + 1, 30), SinkEvents.at(30));

            assertThat(mark).isEqualTo(5);
            assertThat(fixture.read(channel))
                    .extracting(Written::eventId)
                    .containsExactlyInAnyOrderElementsOf(SinkEvents.ids(1, 30));
        }
    }

    @Test
    void afterARestoreWhatStandsWhereOthersStoodIsNotTakenForARepeat() {
        try (Fixture fixture = new Fixture(new PulsarSandbox(server, 16));
                PulsarSink sink = fixture.sink("out", "journal")) {
            String channel = fixture.channel();
            sink.open();
            sink.write(SinkEvents.of(channel, 1, 10), SinkEvents.at(10));

            sink.open();
            sink.write(SinkEvents.of(channel, 8, 12), SinkEvents.at(12));

            assertThat(fixture.read(channel)).hasSize(15);
            assertThat(sink.open()).hasValue(SinkEvents.at(12));
            sink.write(SinkEvents.of(channel, 13, 14), SinkEvents.at(14));
            assertThat(fixture.read(channel)).hasSize(17);
        }
    }

    @Test
    void leavesRoomForOtherWriters() throws Exception {
        try (Fixture fixture = new Fixture(new PulsarSandbox(server, 16));
                PulsarSink sink = fixture.sink("out", "journal")) {
            String channel = fixture.channel();
            try (Producer<byte[]> other =
                    fixture.sandbox().client().newProducer().topic(channel).create()) {
                sink.open();
                sink.write(SinkEvents.of(channel, 1, 2), SinkEvents.at(2));
                other.newMessage().key("k").value("theirs".getBytes(UTF_8)).send();
                sink.write(SinkEvents.of(channel, 3, 4), SinkEvents.at(4));
            }

            assertThat(fixture.read(channel))
                    .extracting(Written::eventId)
                    .containsExactly("1", "2", "theirs", "3", "4");
        }
    }

    @Test
    void refusesATopicInWhichTheBrokerRecognisesNoRepeats() {
        try (Fixture fixture = new Fixture(new PulsarSandbox(server, 16));
                PulsarSink sink = fixture.sink("out", "journal")) {
            String channel = "plain-" + fixture.sandbox().inTopic();
            new PulsarTopology(fixture.sandbox().settings()).makeIfMissing(new TopicSpec(channel, 0, 0, 0, false));
            sink.open();

            assertThatThrownBy(() -> sink.write(SinkEvents.of(channel, 1, 1), SinkEvents.at(1)))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("deduplication is off for topic persistent://public/default/" + channel);
            assertThat(fixture.read(channel)).isEmpty();
        }
    }

    private record Fixture(PulsarSandbox sandbox) implements SinkFixture {

        @Override
        public EventSink sink(String name) {
            return sink(name, "journal");
        }

        PulsarSink sink(String name, String journal) {
            return new PulsarSink(
                    journal,
                    sandbox.settings(name),
                    o -> new WireMessage(o.event().id().getBytes(UTF_8), Map.of("a", "b")));
        }

        void writeMark(String id, JournalMark mark) throws Exception {
            Topic topic = sandbox.settings().topic(sandbox.settings().sink().progressTopic() + '-' + id);
            SharedClient shared = new SharedClient(sandbox.settings().broker());
            try (SharedClient.Lease lease = shared.lease();
                    Progress progress = Progress.open(lease.client(), topic, java.time.Duration.ofSeconds(10))) {
                progress.write(progress.state().reached(mark));
            }
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
            return server;
        }

        @Override
        public void close() {
            sandbox.close();
        }
    }
}
