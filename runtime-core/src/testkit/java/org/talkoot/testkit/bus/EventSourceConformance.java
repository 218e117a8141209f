package org.talkoot.testkit.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/** What every {@link EventSource} owes to whoever takes its deliveries. */
public abstract class EventSourceConformance {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(1);

    private final List<EventSource> started = new ArrayList<>();
    private SourceFixture fixture;

    /** A fixture for one test. */
    protected abstract SourceFixture createFixture() throws Exception;

    @BeforeEach
    final void makeTheFixture() throws Exception {
        fixture = createFixture();
    }

    @AfterEach
    final void closeEverything() {
        started.forEach(EventSource::close);
        fixture.close();
    }

    @Test
    void handsOverEveryRecordOnceWhenAllGoesWell() {
        RecordingIntake intake = RecordingIntake.completing();
        putNumbered(0, 100);
        EventSource source = start(intake);
        putNumbered(100, 200);

        awaiting().until(() -> intake.taken().size() >= 200);

        assertThat(bodies(intake)).containsExactlyInAnyOrderElementsOf(numbers(0, 200));
        assertThat(intake.taken()).extracting(Delivery::place).doesNotHaveDuplicates();
        assertThat(source.health()).isEqualTo(new BridgeHealth.Flowing());
    }

    @Test
    void keepsTheOrderOfEachKey() {
        RecordingIntake intake = RecordingIntake.completing();
        putNumbered(0, 300);
        start(intake);

        awaiting().until(() -> intake.taken().size() >= 300);

        assertThat(bodiesByKey(intake)).isEqualTo(numbersByKey(0, 300));
    }

    @Test
    void handsOverWhatItWasGivenWhateverThatIs() {
        byte[] poison = {(byte) 0xff, 0, (byte) 0xc3, 0x28, '{'};
        RecordingIntake intake = RecordingIntake.completing();
        fixture.put("k", poison, Map.of("event-type", "käse", "empty", ""));
        fixture.put("k", new byte[0], Map.of());
        fixture.put(null, "no key".getBytes(UTF_8), Map.of());
        fixture.put("k", "last".getBytes(UTF_8), Map.of());
        start(intake);

        awaiting().until(() -> intake.taken().size() >= 4);

        List<Delivery> keyed = taken(intake, "k");
        assertThat(keyed.get(0).body()).isEqualTo(poison);
        assertThat(keyed.get(0).headers()).containsEntry("event-type", "käse");
        assertThat(keyed.get(0).headers()).containsEntry("empty", "");
        assertThat(keyed.get(1).body()).isEmpty();
        assertThat(body(keyed.get(2))).isEqualTo("last");
        assertThat(taken(intake, null)).singleElement().extracting(d -> body(d)).isEqualTo("no key");
    }

    @Test
    void deliversNothingAgainThatWasAcknowledged() {
        RecordingIntake first = RecordingIntake.completing();
        putNumbered(0, 20);
        EventSource former = start(first);
        awaiting().until(() -> first.taken().size() >= 20);
        former.close();

        RecordingIntake second = RecordingIntake.completing();
        start(second);
        putNumbered(20, 21);

        awaiting().until(() -> !second.taken().isEmpty());
        assertThat(bodies(second)).containsExactly("20");
    }

    @Test
    void deliversAgainWhatWasNotCompletedWhenItsSourceWasClosed() {
        RecordingIntake first = RecordingIntake.completing(d -> Integer.parseInt(body(d)) < 2);
        putOfOneKey(0, 6);
        EventSource former = start(first);
        awaiting().until(() -> first.open() >= 1);
        former.close();

        RecordingIntake second = RecordingIntake.completing();
        start(second);

        awaiting().until(() -> bodies(second).containsAll(numbers(2, 6)));
        assertThat(bodies(second)).isSubsetOf(numbers(0, 6)).isSorted();
        Delivery before = withBody(first, "2");
        assertThat(withBody(second, "2").place()).isEqualTo(before.place());
    }

    @Test
    void saysHowOftenSomethingWasDeliveredIfItsBrokerDoes() {
        RecordingIntake first = RecordingIntake.holding();
        putOfOneKey(0, 1);
        EventSource former = start(first);
        awaiting().until(() -> first.open() >= 1);
        former.close();

        RecordingIntake second = RecordingIntake.completing();
        start(second);

        awaiting().until(() -> !second.taken().isEmpty());
        assertThat(withBody(first, "0").deliveries()).isEqualTo(1);
        assertThat(withBody(second, "0").deliveries()).isEqualTo(fixture.countsDeliveries() ? 2 : 1);
    }

    @Test
    void acknowledgesNothingBehindADeliveryThatIsNotCompleted() {
        RecordingIntake first = RecordingIntake.completing(d -> !body(d).equals("1"));
        putOfOneKey(0, 4);
        EventSource former = start(first);
        awaiting().until(() -> first.taken().size() >= 3);
        former.close();

        RecordingIntake second = RecordingIntake.completing();
        start(second);

        awaiting().until(() -> bodies(second).contains("3"));
        assertThat(bodies(second)).contains("1");
    }

    @Test
    void leavesADeliveryWithTheBrokerThatTheIntakeFailed() {
        RecordingIntake first = RecordingIntake.holding();
        putOfOneKey(0, 3);
        EventSource former = start(first);
        awaiting().until(() -> first.open() >= 1);
        first.fail(new IllegalStateException("the node is stopping"));
        former.close();

        RecordingIntake second = RecordingIntake.completing();
        start(second);

        awaiting().until(() -> bodies(second).containsAll(numbers(0, 3)));
    }

    @Test
    void goesOnByItselfAfterTheIntakeFailed() {
        RecordingIntake intake = RecordingIntake.holding();
        putOfOneKey(0, 3);
        EventSource source = start(intake);
        awaiting().until(() -> intake.open() >= 1);
        int taken = intake.taken().size();
        intake.fail(new IllegalStateException("too early"));
        awaiting().until(() -> intake.taken().size() > taken);

        intake.release();

        awaiting().until(() -> bodies(intake).containsAll(numbers(0, 3)));
        awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
    }

    @Test
    void takesNoMoreThanItsBoundWhileTheIntakeDoesNotComplete() {
        RecordingIntake intake = RecordingIntake.holding();
        int all = 3 * fixture.bound() + 10;
        putNumbered(0, all);
        start(intake);

        awaiting().until(() -> intake.open() > 0);
        awaiting().during(CALM).until(() -> intake.open() <= fixture.bound());
        intake.release();

        awaiting().until(() -> intake.taken().size() >= all);
        assertThat(bodies(intake)).containsExactlyInAnyOrderElementsOf(numbers(0, all));
    }

    @Test
    void goesOnAfterItsBrokerWasAway(TestReporter reporter) {
        switch (fixture.broker()) {
            case BrokerSwitch.OnOff broker -> goesOnAfter(broker);
            case BrokerSwitch.AlwaysOn always -> {
                reporter.publishEntry("declined: a broker that goes away", always.why());
                RecordingIntake intake = RecordingIntake.completing();
                EventSource source = start(intake);
                fixture.put("k", "at once".getBytes(UTF_8), Map.of());
                awaiting().until(() -> bodies(intake).equals(List.of("at once")));
                assertThat(source.health()).isEqualTo(new BridgeHealth.Flowing());
            }
        }
    }

    private void goesOnAfter(BrokerSwitch.OnOff broker) {
        RecordingIntake intake = RecordingIntake.completing();
        EventSource source = start(intake);
        putNumbered(0, 20);
        awaiting().until(() -> bodies(intake).containsAll(numbers(0, 20)));

        broker.off();
        awaiting().until(() -> source.health() instanceof BridgeHealth.Stuck);
        broker.on();
        putNumbered(20, 40);

        awaiting().until(() -> bodies(intake).containsAll(numbers(0, 40)));
        awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
        assertThat(firstOccurrences(intake)).isEqualTo(numbersByKey(0, 40));
    }

    private EventSource start(Intake intake) {
        EventSource source = fixture.source();
        started.add(source);
        source.start(intake);
        return source;
    }

    private void putNumbered(int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.put(key(i), text(i), Map.of());
        }
    }

    private void putOfOneKey(int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.put("one", text(i), Map.of());
        }
    }

    private static ConditionFactory awaiting() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }

    private static String key(int number) {
        return "key-" + number % 7;
    }

    private static byte[] text(int number) {
        return Integer.toString(number).getBytes(UTF_8);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static String body(Delivery delivery) {
        return new String(delivery.body(), UTF_8);
    }

    private static List<String> bodies(RecordingIntake intake) {
        return intake.taken().stream().map(EventSourceConformance::body).toList();
    }

    private static List<Delivery> taken(RecordingIntake intake, @Nullable String key) {
        return intake.taken().stream()
                .filter(d -> key == null ? d.key() == null : key.equals(d.key()))
                .toList();
    }

    private static Delivery withBody(RecordingIntake intake, String body) {
        return intake.taken().stream()
                .filter(d -> body(d).equals(body))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, List<String>> bodiesByKey(RecordingIntake intake) {
        return intake.taken().stream()
                .collect(groupingBy(Delivery::key, mapping(EventSourceConformance::body, toList())));
    }

    /** Whatever came twice after an outage: what came first is in order. */
    private static Map<String, List<String>> firstOccurrences(RecordingIntake intake) {
        return intake.taken().stream()
                .collect(groupingBy(Delivery::key, mapping(EventSourceConformance::body, toDistinct())));
    }

    private static Collector<String, ?, List<String>> toDistinct() {
        return collectingAndThen(toList(), all -> all.stream().distinct().toList());
    }

    private static Map<String, List<String>> numbersByKey(int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .collect(groupingBy(EventSourceConformance::key, mapping(String::valueOf, toList())));
    }
}
