package org.talkoot.testkit.bus;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.testkit.bus.SinkFixture.Written;

/**
 * What every {@link EventSink} owes to whoever hands it the journal's events. One that promises them at least once says
 * so ({@link EventSink#promise}), and the suite asserts what is left: nothing is lost, a repeat is seen as one, and
 * what is seen for the first time is in the order of its key.
 */
public abstract class EventSinkConformance {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<EventSink> made = new ArrayList<>();
    private SinkFixture fixture;
    private String channel;

    /** A fixture for one test. */
    protected abstract SinkFixture createFixture() throws Exception;

    @BeforeEach
    final void makeTheFixture() throws Exception {
        fixture = createFixture();
        channel = fixture.channel();
    }

    @AfterEach
    final void closeEverything() {
        made.forEach(EventSink::close);
        fixture.close();
    }

    @Test
    void writesEachEventOnceAndInTheOrderOfItsKey() {
        EventSink sink = opened("out");

        sink.write(events(1, 100), at(100));
        sink.write(events(101, 250), at(250));

        assertThat(fixture.read(channel)).hasSize(250);
        assertThat(byKey(fixture.read(channel))).isEqualTo(expected(1, 250));
    }

    @Test
    void writesToSeveralChannelsAtOnce() {
        String other = fixture.channel();
        EventSink sink = opened("out");
        List<Outgoing> events = new ArrayList<>(events(1, 5));
        events.add(new Outgoing(other, 6, event(6)));

        sink.write(events, at(6));

        assertThat(byKey(fixture.read(channel))).isEqualTo(expected(1, 5));
        assertThat(byKey(fixture.read(other))).isEqualTo(expected(6, 6));
    }

    @Test
    void hasNoPositionBeforeItsFirstWrite() {
        assertThat(sink("out").open()).isEmpty();
    }

    @Test
    void saysThePositionOfTheLastWriteWhenItIsOpened() {
        EventSink former = opened("out");
        former.write(events(1, 3), at(3));
        former.write(events(4, 6), at(9));

        assertThat(former.open()).isEqualTo(kept(former, 9));
        former.close();
        assertThat(sink("out").open()).isEqualTo(kept(former, 9));
    }

    @Test
    void movesItsPositionWithoutAnyEvent() {
        EventSink sink = opened("out");

        sink.write(List.of(), at(77));

        assertThat(sink("out").open()).isEqualTo(kept(sink, 77));
        assertThat(fixture.read(channel)).isEmpty();
    }

    @Test
    void keepsAPositionForEachName() {
        opened("one").write(events(1, 3), at(3));
        EventSink two = sink("two");

        assertThat(two.open()).isEmpty();
        two.write(List.of(), at(40));

        assertThat(sink("one").open()).isEqualTo(kept(two, 3));
        assertThat(sink("two").open()).isEqualTo(kept(two, 40));
    }

    @Test
    void writesNoMoreAfterAnotherOfItsNameWasOpened() {
        EventSink former = opened("out");
        former.write(events(1, 3), at(3));
        EventSink latter = opened("out");

        writesAfterAnother(former, 4, 5);
        latter.write(events(4, 5), at(5));

        assertThat(seen(former)).isEqualTo(expected(1, 5));
        assertThat(sink("out").open()).isEqualTo(kept(latter, 5));
    }

    @Test
    void refusesToWriteBetweenAFailureAndTheNextOpen() {
        EventSink former = opened("out");
        opened("out");
        writesAfterAnother(former, 1, 2);

        writesAfterAnother(former, 1, 2);

        switch (former.promise()) {
            case ONCE -> assertThat(fixture.read(channel)).isEmpty();
            case AT_LEAST_ONCE -> assertThat(seen(former)).isEqualTo(expected(1, 2));
        }
    }

    @Test
    void bringsOutEachEventOnceWhenAFailedWriteIsRepeatedFromThePosition() {
        EventSink sink = opened("out");
        sink.write(events(1, 3), at(3));
        opened("out");
        writesAfterAnother(sink, 4, 6);

        long position = sink.open().map(JournalMark::position).orElse(3L);
        sink.write(events(position + 1, 8), at(8));

        assertThat(seen(sink)).isEqualTo(expected(1, 8));
    }

    @Test
    void failsWhileItsBrokerIsAwayAndWorksAfterIt(TestReporter reporter) {
        switch (fixture.broker()) {
            case BrokerSwitch.OnOff broker -> worksAfter(broker);
            case BrokerSwitch.AlwaysOn always -> {
                reporter.publishEntry("declined: a broker that goes away", always.why());
                EventSink sink = opened("out");
                sink.write(events(1, 3), at(3));
                assertThat(sink.open()).isEqualTo(kept(sink, 3));
            }
        }
    }

    /** Who was shut out writes no more; where nobody is, it is one of the repeats. */
    private void writesAfterAnother(EventSink former, long from, long to) {
        switch (former.promise()) {
            case ONCE ->
                assertThatThrownBy(() -> former.write(events(from, to), at(to))).isInstanceOf(BusException.class);
            case AT_LEAST_ONCE -> former.write(events(from, to), at(to));
        }
    }

    private static Optional<JournalMark> kept(EventSink sink, long position) {
        return switch (sink.promise()) {
            case ONCE -> Optional.of(at(position));
            case AT_LEAST_ONCE -> Optional.empty();
        };
    }

    /** What a reader has, who recognises repeats where he was told that there are some. */
    private Map<String, List<String>> seen(EventSink sink) {
        List<Written> all = fixture.read(channel);
        return switch (sink.promise()) {
            case ONCE -> byKey(all);
            case AT_LEAST_ONCE -> byKey(all.stream().distinct().toList());
        };
    }

    private void worksAfter(BrokerSwitch.OnOff broker) {
        EventSink sink = opened("out");
        sink.write(events(1, 3), at(3));

        broker.off();
        assertThatThrownBy(() -> sink.write(events(4, 6), at(6))).isInstanceOf(BusException.class);
        assertThatThrownBy(sink::open).isInstanceOf(BusException.class);
        broker.on();

        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(BusException.class)
                .until(sink::open, found -> found.equals(kept(sink, 3)));
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(BusException.class).until(() -> goesOn(sink, 9));
        assertThat(seen(sink)).isEqualTo(expected(1, 9));
    }

    /** A broker that is back may take a moment longer for its queues: what fails then is written again. */
    private boolean goesOn(EventSink sink, long last) {
        long position = sink.open().map(JournalMark::position).orElse(3L);
        sink.write(events(position + 1, last), at(last));
        return true;
    }

    /** As its outlet does it: a broker that cannot yet is asked again. */
    private EventSink opened(String name) {
        EventSink sink = sink(name);
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(BusException.class).until(() -> {
            sink.open();
            return true;
        });
        return sink;
    }

    private EventSink sink(String name) {
        EventSink sink = fixture.sink(name);
        made.add(sink);
        return sink;
    }

    private List<Outgoing> events(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(position -> new Outgoing(channel, position, event(position)))
                .toList();
    }

    private static JournalMark at(long position) {
        return new JournalMark(position, "entry " + position);
    }

    private static AgentEvent event(long position) {
        String id = "e-" + position;
        return new AgentEvent(
                id,
                EventType.of("test.happened"),
                Instant.EPOCH.plusSeconds(position),
                AgentEvent.Address.from("/test"),
                subject(position),
                new Trace(id, id, 0),
                "{}",
                Map.of());
    }

    private static ConversationId subject(long position) {
        return ConversationId.of("conversation-" + position % 5);
    }

    private static Map<String, List<String>> byKey(List<Written> written) {
        return written.stream().collect(groupingBy(Written::key, mapping(Written::eventId, toList())));
    }

    private Map<String, List<String>> expected(long from, long to) {
        return byKey(events(from, to).stream()
                .map(o -> new Written(
                        "conversation-" + o.position() % 5, o.event().id()))
                .toList());
    }
}
