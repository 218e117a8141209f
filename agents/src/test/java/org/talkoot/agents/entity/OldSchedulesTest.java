package org.talkoot.agents.entity;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.schedule.ScheduleCommand;
import org.talkoot.core.schedule.ScheduleEvent;
import org.talkoot.core.schedule.ScheduleLimits;
import org.talkoot.core.schedule.ScheduleTerms;
import org.talkoot.core.schedule.Timing;
import org.talkoot.core.tool.ToolResult;

/**
 * A schedule of which every hour is told, however old: it costs what it cost at first.
 * {@code -Dschedule.occurrences=10000}: more than a year of them.
 */
final class OldSchedulesTest {

    private static final int OCCURRENCES = Integer.getInteger("schedule.occurrences", 1_000);
    private static final int GENERATION = ScheduleLimits.DEFAULT.generation();
    private static final int PASSIVATED = 251;
    private static final int KILLED = 97;

    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ScheduleId HOURLY = new ScheduleId(TenantId.DEFAULT, "hourly");
    private static final StreamId STREAM = StreamId.of(HOURLY);
    private static final ConversationId DESK = ConversationId.of("desk");

    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final AgentCatalog catalog = AgentCatalog.of(AgentDefinition.of("clerk", "", CodeBrain.answering(view -> {
        heard.add(view.task());
        return "done";
    })));
    private final EntitySettings settings =
            new EntitySettings(8, Duration.ofMinutes(5), Duration.ofMillis(50), Duration.ofMillis(100));
    private final AtomicReference<Instant> now = new AtomicReference<>(MADE);
    private EntityCluster cluster;
    private Entities entities;

    @BeforeEach
    void start() {
        cluster = new EntityCluster(
                catalog,
                request -> new ModelOutcome.Failed(new ModelFailure.Unavailable("none"), TokenUsage.NONE),
                call -> ToolResult.success(""),
                settings);
        Schedules schedules = Schedules.start(
                cluster.system,
                cluster.runtime,
                settings,
                new Schedules.Services(
                        catalog,
                        expression -> {
                            throw new IllegalArgumentException("there is no calendar here");
                        },
                        ScheduleLimits.DEFAULT,
                        now::get,
                        new SimpleMeterRegistry()));
        entities = new Entities(cluster.system, "schedule");
        ScheduleTerms terms = new ScheduleTerms(
                new AgentType("clerk"),
                "Look, {{number}}.",
                DESK,
                new Timing.Every(HOUR, null),
                ScheduleTerms.Missed.ONCE,
                ScheduleTerms.Overlap.QUEUE,
                Caller.anonymous(TenantId.DEFAULT));
        assertThat(schedules
                        .tell(HOURLY, new ScheduleCommand.Make(terms, MADE), EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Accepted());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void eachOccurrenceCostsWhatTheFirstDid() {
        for (int number = 1; number <= OCCURRENCES; number++) {
            comes(number);
        }

        await().until(() -> isPosted(OCCURRENCES));
        List<Object> events = events();
        noneIsMissedOrComesTwice(events);
        eachCostsTheSame(events);
        itsStateIsAsLargeAsEver(events);
        recoveryReadsOneGenerationAtMost(events);
    }

    /** Now and then in another incarnation, that of before being passivated or killed at any point. */
    private void comes(int number) {
        if (number % PASSIVATED == 0) {
            await().pollDelay(Duration.ZERO).until(() -> {
                entities.tell(STREAM, EntityMessage.Idle.INSTANCE); // one that comes while it decides is nothing to it
                return !cluster.isThere(STREAM);
            });
        }
        Instant due = due(number);
        now.set(due);
        entities.tell(STREAM, new EntityMessage.Due("due:" + due));
        if (number % KILLED == 0) {
            cluster.stopAlone(STREAM);
        }
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .pollInSameThread()
                .until(() -> {
                    entities.tell(STREAM, new EntityMessage.Due("due:" + due)); // what a killed one was told is lost
                    return heard.contains("Look, %d.".formatted(number));
                });
    }

    private boolean isPosted(long number) {
        return of(events(), ScheduleEvent.OccurrencePosted.class).getLast().number() == number;
    }

    private List<Object> events() {
        return cluster.journal.persistedInStorage(STREAM.toString());
    }

    private static Instant due(long number) {
        return MADE.plus(HOUR.multipliedBy(number));
    }

    private void noneIsMissedOrComesTwice(List<Object> events) {
        List<ScheduleEvent.OccurrenceBegun> begun = of(events, ScheduleEvent.OccurrenceBegun.class);
        assertThat(begun.stream().map(e -> e.occurrence().number()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, OCCURRENCES).boxed().toList());
        assertThat(begun)
                .allSatisfy(e -> assertThat(e.occurrence().due())
                        .isEqualTo(due(e.occurrence().number())));
        assertThat(of(events, ScheduleEvent.OccurrenceMissed.class)).isEmpty();
        Set<Object> said = new HashSet<>();
        List<ConversationEvent.MessagePosted> messages = of(
                cluster.journal.persistedInStorage(StreamId.of(DESK).toString()),
                ConversationEvent.MessagePosted.class);
        assertThat(messages)
                .hasSize(OCCURRENCES)
                .allSatisfy(message ->
                        assertThat(said.add(message.text())).as(message.text()).isTrue());
    }

    private static void eachCostsTheSame(List<Object> events) {
        Map<Class<?>, Long> written = events.stream().collect(groupingBy(Object::getClass, counting()));
        assertThat(written)
                .isEqualTo(Map.of(
                        ScheduleEvent.ScheduleMade.class,
                        1L,
                        ScheduleEvent.OccurrenceBegun.class,
                        (long) OCCURRENCES,
                        ScheduleEvent.OccurrencePosted.class,
                        (long) OCCURRENCES,
                        ScheduleEvent.GenerationBegun.class,
                        (long) OCCURRENCES / GENERATION));
    }

    /** But for the digits of its numbers. */
    private void itsStateIsAsLargeAsEver(List<Object> events) {
        List<ScheduleEvent.GenerationBegun> generations = of(events, ScheduleEvent.GenerationBegun.class);
        assertThat(shape(generations.getLast().state()))
                .isEqualTo(shape(generations.getFirst().state()));
        List<Object> snapshots = SnapshotTestKit.create(cluster.system).persistedInStorage(STREAM.toString()).stream()
                .map(pair -> pair.second())
                .toList();
        assertThat(shape(snapshots.getLast()))
                .isEqualTo(shape(generations.getFirst().state()));
    }

    private static String shape(Object state) {
        return state.toString().replaceAll("\\d+", "#");
    }

    private static void recoveryReadsOneGenerationAtMost(List<Object> events) {
        int longest = 0;
        int since = 0;
        for (Object event : events) {
            since = event instanceof ScheduleEvent.GenerationBegun ? 0 : since + 1;
            longest = Math.max(longest, since);
        }
        assertThat(longest).isEqualTo(2 * GENERATION + 1); // that it was made belongs to the first
    }

    private static <T> List<T> of(List<Object> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
