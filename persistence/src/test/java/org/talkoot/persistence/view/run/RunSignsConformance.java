package org.talkoot.persistence.view.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.journal.TestWriter;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.tail.TailSettings;
import org.talkoot.persistence.view.RunSummary.Status;
import org.talkoot.persistence.view.RunViewProjection;
import org.talkoot.persistence.view.RunViews;
import org.talkoot.persistence.view.Views;

/** What a run waits for and shows, on either database. */
abstract class RunSignsConformance {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");
    private static final Caller CALLER = Caller.anonymous(TenantId.DEFAULT);
    private static final Instant UNTIL = AT.plus(Duration.ofDays(1));
    private static final AgentId AGENT = AgentId.in(ConversationId.of("signs"), new AgentType("clerk"));

    @TempDir
    Path directory;

    private final EventCodec codec = EventCodec.standard();
    private Database database;
    private JournalTail tail;
    private TestWriter writer;
    private Projections projections;
    private long written;

    abstract DatabaseSettings settings(Path directory);

    @BeforeEach
    void open() {
        database = Database.open(settings(directory));
        tail = new JournalTail(database, TailSettings.DEFAULT);
        writer = new TestWriter(database, codec, tail);
        projections = Projections.start(
                FollowedJournal.alone(database, tail, TailSettings.DEFAULT),
                Views.projections(codec, database.dialect()));
    }

    @AfterEach
    void close() {
        projections.close();
        writer.close();
        tail.close();
        database.close();
    }

    private void happened(RunEvent... events) {
        writer.append(StreamId.of(AGENT), written + 1, List.of(events)).join();
        written += events.length;
        assertThat(projections.awaitCaughtUp(RunViewProjection.NAME, LONG)).isTrue();
    }

    private static RunEvent started(RunId run) {
        RunRequest request = new RunRequest(run, new RunOrigin.Turn(AGENT.conversation()), List.of(), List.of());
        return new RunEvent.RunStarted(request, new Terms(UNTIL, "v1"), AT);
    }

    private Status status(RunId run) {
        return new RunViews(database).find(TenantId.DEFAULT, run).orElseThrow().status();
    }

    private RunSigns signs(RunId run) {
        return new RunViews(database).signs(TenantId.DEFAULT, run);
    }

    private static RunEvent signalled(RunId run, String name, CallId call) {
        return new RunEvent.SignalReceived(run, name, "k-" + call.value(), "1", CALLER, call, AT);
    }

    /** As the events of one decision stand: the clock stops with the pause, and goes on with it. */
    private void pausedAndResumed(RunId run) {
        happened(
                new RunEvent.RunSuspended(run, "", CALLER, UNTIL, AT),
                new RunEvent.RunPaused(run, UNTIL, AT),
                new RunEvent.AlarmSet(run, UNTIL));
        assertThat(status(run)).isEqualTo(new Status.Paused(AT));
        happened(
                new RunEvent.RunContinued(run, "", CALLER, AT),
                new RunEvent.RunResumed(run, UNTIL),
                new RunEvent.AlarmLifted(run, UNTIL));
    }

    @Test
    void aRunThatGoesOnAfterAPauseDoesWhatItDidBefore() {
        RunId run = RunId.parse("signs-m1-1");
        happened(started(run));
        pausedAndResumed(run);
        assertThat(status(run)).isEqualTo(new Status.Running());

        happened(new RunEvent.TimerSet(run, CallId.of(1), UNTIL, Duration.ofDays(1)));
        pausedAndResumed(run);
        assertThat(status(run)).isEqualTo(new Status.WaitingForTimer());

        happened(new RunEvent.SignalAwaited(run, CallId.of(2), "go", UNTIL));
        pausedAndResumed(run);
        assertThat(status(run)).isEqualTo(new Status.WaitingForSignal());

        happened(new RunEvent.DelegationPaused(run, CallId.of(3), UNTIL));
        pausedAndResumed(run);
        assertThat(status(run)).as("who works for it waits for people").isEqualTo(new Status.WaitingForPerson());
    }

    @Test
    void whatIsStillOpenIsWhatItWaitsFor() {
        RunId run = RunId.parse("signs-m1-1");
        happened(
                started(run),
                new RunEvent.HumanAsked(run, CallId.of(1), "May I?", UNTIL),
                new RunEvent.DelegationPaused(run, CallId.of(2), UNTIL),
                new RunEvent.SignalAwaited(run, CallId.of(3), "go", UNTIL),
                new RunEvent.SignalAwaited(run, CallId.of(4), "also", UNTIL),
                new RunEvent.SignalAwaited(run, CallId.of(5), "go", UNTIL),
                new RunEvent.TimerSet(run, CallId.of(6), UNTIL, Duration.ofDays(1)));
        assertThat(status(run)).isEqualTo(new Status.WaitingForPerson());
        assertThat(signs(run).awaited()).containsExactly("go", "also");

        happened(new RunEvent.HumanDecided(run, CallId.of(1), new Approval.Approved("ann", "")));
        assertThat(status(run)).as("below").isEqualTo(new Status.WaitingForPerson());
        happened(
                new RunEvent.DelegationSettled(run, CallId.of(2), new RunOutcome.Answered("yes"), TokenUsage.NONE),
                signalled(run, "go", CallId.of(3)));
        assertThat(status(run)).isEqualTo(new Status.WaitingForSignal());
        assertThat(signs(run).awaited()).containsExactly("also", "go");
        happened(new RunEvent.SignalMissed(run, CallId.of(4)), new RunEvent.CallsGivenUp(run, List.of(CallId.of(5))));
        assertThat(status(run)).isEqualTo(new Status.WaitingForTimer());
        assertThat(signs(run).awaited()).isEmpty();
        happened(new RunEvent.TimerFired(run, CallId.of(6)));
        assertThat(status(run)).isEqualTo(new Status.Running());

        happened(new RunEvent.SignalAwaited(run, CallId.of(7), "go", UNTIL), new RunEvent.RunAnswered(run, "done", AT));
        assertThat(status(run).hasEnded()).isTrue();
        assertThat(signs(run).awaited()).isEmpty();
    }

    @Test
    void theLatestValueOfEachNameIsFoundHoweverLongTheAgentHasLived() {
        RunId first = RunId.parse("signs-m0-1");
        List<RunEvent> life = new ArrayList<>(List.of(started(first)));
        for (int i = 0; i < 2_000; i++) {
            life.add(new RunEvent.ValueShown(first, "progress", Integer.toString(i)));
        }
        life.add(new RunEvent.RunAnswered(first, "done", AT));
        happened(life.toArray(RunEvent[]::new));
        RunId run = RunId.parse("signs-m1-1");
        happened(
                started(run),
                new RunEvent.ValueShown(run, "progress", "0.5"),
                new RunEvent.ValueShown(run, "stage", "\"packing\""),
                new RunEvent.ValueShown(run, "progress", "0.6"),
                new RunEvent.ValueShown(run, "progress", null));

        assertThat(signs(run).values()).hasSize(2).containsEntry("stage", written - 2);
        assertThat(signs(run).values()).containsEntry("progress", written - 1);
        assertThat(signs(first).values()).hasSize(1).containsEntry("progress", 2_001L);

        RunSigns before = signs(run);
        projections.rebuild(RunViewProjection.NAME);
        await().atMost(LONG).until(() -> signs(run).equals(before));
    }
}
