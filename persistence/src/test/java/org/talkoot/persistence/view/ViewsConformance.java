package org.talkoot.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.bus.Place;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.memory.Fact;
import org.talkoot.core.memory.MemoryEvent;
import org.talkoot.core.memory.MemoryState;
import org.talkoot.core.memory.Source;
import org.talkoot.core.memory.Subject;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.RemoteTerms;
import org.talkoot.core.tool.remote.Sending;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;
import org.talkoot.persistence.journal.TestWriter;
import org.talkoot.persistence.story.Stories;
import org.talkoot.persistence.story.Story;
import org.talkoot.persistence.tail.FollowedJournal;
import org.talkoot.persistence.tail.JournalTail;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.tail.Projections;
import org.talkoot.persistence.tail.TailSettings;
import org.talkoot.persistence.view.ConversationViews.Cursor;
import org.talkoot.persistence.view.UnfinishedWork.Entry;
import org.talkoot.persistence.view.remote.SentCall;
import org.talkoot.persistence.view.remote.SentCallProjection;
import org.talkoot.persistence.view.remote.SentCalls;

/** What the views promise on either database. */
abstract class ViewsConformance {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final EventCodec codec = EventCodec.standard();
    private Database database;
    private JournalTail tail;
    private TestWriter writer;
    private Projections projections;

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

    private void happened(Story story) {
        for (Story.Write write : story.writes()) {
            writer.append(write.stream(), write.firstSeqNr(), write.events()).join();
        }
        catchUp();
    }

    private void catchUp() {
        for (String name : List.of(
                ConversationViewProjection.NAME,
                RunViewProjection.NAME,
                UnfinishedProjection.NAME,
                SentCallProjection.NAME,
                UsageProjection.NAME)) {
            assertThat(projections.awaitCaughtUp(name, LONG)).as(name).isTrue();
        }
    }

    private Optional<RunSummary> run(String id) {
        return new RunViews(database).find(TenantId.DEFAULT, RunId.parse(id));
    }

    private Optional<ConversationSummary> conversation(String key) {
        return new ConversationViews(database).find(ConversationId.of(key));
    }

    @Test
    void showsAConversationThatWasAnswered() {
        happened(Stories.plainAnswer());

        ConversationSummary summary = conversation("plain").orElseThrow();
        assertThat(summary.owner()).contains(new AgentType("triage"));
        assertThat(summary.messages()).isEqualTo(4);
        assertThat(summary.openRun()).isEmpty();
        assertThat(summary.lastOutcome()).contains(ConversationSummary.Outcome.ANSWERED);
        assertThat(summary.lastActivity()).isAfter(Instant.parse("2026-01-05T09:00:00Z"));
    }

    @Test
    void showsWhoHasAConversationAfterAHandoff() {
        happened(Stories.handoff());

        assertThat(conversation("handoff").orElseThrow().owner()).contains(new AgentType("billing"));
        assertThat(run("handoff-m1-1").orElseThrow().status()).isInstanceOf(RunSummary.Status.HandedOff.class);
        assertThat(run("handoff-m1-2").orElseThrow().status()).isInstanceOf(RunSummary.Status.Answered.class);
    }

    @Test
    void listsConversationsTheLatestFirst() {
        happened(Stories.plainAnswer());
        happened(Stories.tools());
        happened(Stories.delegation());
        ConversationViews views = new ConversationViews(database);

        List<ConversationSummary> first = views.list(TenantId.DEFAULT, 2, Cursor.parse("2027-01-01T00:00:00Z"));
        List<ConversationSummary> rest = views.list(TenantId.DEFAULT, 2, Cursor.after(first.getLast()));

        assertThat(first).hasSize(2);
        assertThat(first.get(0).lastActivity()).isAfterOrEqualTo(first.get(1).lastActivity());
        assertThat(rest).isNotEmpty().doesNotContainAnyElementsOf(first);
    }

    @Test
    void losesNoneOfThoseThatWereActiveInTheSameMillisecondBetweenTwoPages() {
        for (int i = 0; i < 7; i++) {
            MessageId message = new MessageId("m" + i);
            writer.append(
                            StreamId.of(ConversationId.of("tie-" + i)),
                            1,
                            List.of(new MessagePosted(message, null, "?", Instant.EPOCH)))
                    .join();
        }
        catchUp();
        ConversationViews views = new ConversationViews(database);
        List<ConversationSummary> all = new ArrayList<>();
        Cursor place = Cursor.parse("2027-01-01T00:00:00Z");
        for (List<ConversationSummary> page = views.list(TenantId.DEFAULT, 2, place);
                !page.isEmpty();
                page = views.list(TenantId.DEFAULT, 2, place)) {
            all.addAll(page);
            place = Cursor.parse(Cursor.after(page.getLast()).toString());
        }

        assertThat(all).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void knowsWhatARunUsedAndWhereItsAnswerIs() {
        happened(Stories.tools());

        RunSummary summary = run("tools-m1-1").orElseThrow();
        assertThat(summary.agent().type()).isEqualTo(new AgentType("triage"));
        assertThat(summary.usage()).isEqualTo(new RunSummary.Usage(2, 2, new TokenUsage(90, 30, 16)));
        assertThat(summary.status())
                .isInstanceOfSatisfying(
                        RunSummary.Status.Answered.class,
                        answered -> assertThat(textAt(answered.position())).isEqualTo("Rain here, snow there."));
    }

    private String textAt(long position) {
        JournalEntry entry = new JournalReader(database, codec)
                .feed(ConversationId.of("tools"), position - 1, 1)
                .getFirst();
        return switch (entry.event(codec)) {
            case RunEvent.ModelReplied e -> ((ModelReply.Answer) e.reply()).text();
            case RunEvent.RunAnswered e -> e.text();
            default -> throw new AssertionError(entry);
        };
    }

    @Test
    void knowsWhyARunFailedAndWhoDelegatedIt() {
        happened(Stories.failure());
        happened(Stories.delegation());

        assertThat(run("failure-m1-1").orElseThrow().status())
                .isInstanceOfSatisfying(
                        RunSummary.Status.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("model-rate-limited"));
        assertThat(run("delegation-m1-1.c2").orElseThrow().parent()).contains(RunId.parse("delegation-m1-1"));
        assertThat(run("nobody-1")).isEmpty();
    }

    @Test
    void showsTextThatADatabaseHasNoCharactersFor() {
        ConversationId conversation = ConversationId.of("odd");
        DeadLetterId id = new DeadLetterId("odd");
        DeadLetter letter = new DeadLetter(
                id,
                FailureClass.POISON,
                List.of("Unrecognized token 'nul\0x', \uD800"),
                new DeadLetter.Undelivered(conversation, Place.at("log", 1), null, "", Map.of(), Instant.EPOCH),
                Instant.EPOCH);

        writer.append(StreamId.of(conversation, id), 1, List.of(new DeadLetterEvent.Opened(letter)))
                .join();

        assertThat(projections.awaitCaughtUp(DeadLetterViewProjection.NAME, LONG))
                .isTrue();
        assertThat(new DeadLetterViews(database).find(id).orElseThrow().reason())
                .startsWith("Unrecognized token 'nul\uFFFDx'");
    }

    @Test
    void listsWhatMustBeWokenAndNothingElse() {
        happened(Stories.plainAnswer());
        happened(Stories.unfinished());
        happened(Stories.humanAsked());
        UnfinishedWork work = new UnfinishedWork(database);

        List<UnfinishedWork.Entry> page = work.due(Instant.now(), 10, Optional.empty());

        assertThat(page)
                .extracting(UnfinishedWork.Entry::stream)
                .containsExactly(StreamId.of(ConversationId.of("unfinished")));
        assertThat(work.due(Instant.now(), 10, Optional.of(page.getFirst()))).isEmpty();
        assertThat(conversation("unfinished").orElseThrow().openRun()).contains(RunId.parse("unfinished-m1-1"));
    }

    @Test
    void listsAnAgentThatAnEventWokeUntilItHasAnswered() {
        Story story = Stories.triggered();
        List<Story.Write> writes = story.writes();
        for (Story.Write write : writes.subList(0, writes.size() - 1)) {
            writer.append(write.stream(), write.firstSeqNr(), write.events()).join();
        }
        catchUp();
        List<UnfinishedWork.Entry> during = due(Instant.now());
        Story.Write last = writes.getLast();
        writer.append(last.stream(), last.firstSeqNr(), last.events()).join();
        catchUp();

        assertThat(during).extracting(e -> e.stream().entity()).containsExactly("night-watch");
        assertThat(due(Instant.now())).isEmpty();
    }

    @Test
    void anAbandonedRunIsSeenToUntilItsAgentHasSaidThatItEnded() {
        ConversationId talk = ConversationId.of("abandoned");
        AgentId clerk = AgentId.in(talk, new AgentType("clerk"));
        RunId run = RunId.parse("abandoned-m1-1");
        Instant far = Instant.ofEpochMilli(System.currentTimeMillis()).plus(Duration.ofDays(9));
        append(
                StreamId.of(talk),
                1,
                new ConversationEvent.RunRequested(
                        run, new MessageId("abandoned-m1"), clerk.type(), far, Instant.EPOCH));
        append(
                StreamId.of(clerk),
                1,
                started(run, new RunOrigin.Turn(talk), far),
                new RunEvent.HumanAsked(run, CallId.of(1), "May I?", far));
        Instant now = Instant.now().plusSeconds(60);
        assertThat(due(now)).isEmpty();

        append(
                StreamId.of(talk),
                2,
                new ConversationEvent.TurnAbandoned(
                        run, clerk.type(), new RunFailure.Cancelled("enough"), null, far, Instant.EPOCH));
        append(StreamId.of(clerk), 3, new RunEvent.TimerSet(run, CallId.of(2), far, Duration.ofDays(9)));
        assertThat(due(now)).extracting(Entry::stream).containsExactly(StreamId.of(talk));

        append(StreamId.of(talk), 3, new ConversationEvent.AbandonedRunSettled(run, true, Instant.EPOCH));
        assertThat(due(far)).isEmpty();
    }

    @Test
    void aRunWhoseCallIsWithAWorkerIsDueWhenTheTimeOfThatIsOver() {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        Instant until = now.plus(Duration.ofDays(1));
        Instant wallTime = until.plus(Duration.ofDays(9));
        AgentId agent = AgentId.in(ConversationId.of("sent"), new AgentType("clerk"));
        RunId run = RunId.parse("sent-m1-1");
        ToolCall call = new ToolCall(CallId.of(1), "look", "{}");
        ToolPolicy policy = ToolPolicy.DEFAULT;
        append(
                StreamId.of(agent.conversation()),
                1,
                new ConversationEvent.RunRequested(
                        run, new MessageId("sent-m1"), agent.type(), wallTime, Instant.EPOCH));
        append(
                StreamId.of(agent),
                1,
                started(run, new RunOrigin.Turn(agent.conversation()), wallTime),
                new RunEvent.ToolCallsRequested(run, List.of(call)),
                new RunEvent.ToolCallSent(
                        run,
                        call,
                        new RemoteTerms(SideEffect.READ_ONLY, policy, policy.timeout()),
                        new Sending(1, now, until),
                        until));
        assertThat(due(until.minusSeconds(1))).isEmpty();
        assertThat(due(until)).hasSize(1);

        append(StreamId.of(agent), 4, new RunEvent.ToolCallSettled(run, call.id(), ToolResult.success("seen")));
        assertThat(due(now.plusSeconds(60))).hasSize(1);
    }

    @Test
    void aCallIsAwayFromWhenItIsSentUntilSomebodyReportsOrTheRunEnds() {
        AgentId agent = AgentId.in(ConversationId.of("away"), new AgentType("clerk"));
        RunId run = RunId.parse("away-m1-1");
        Instant since = Instant.parse("2026-01-05T09:00:00Z");
        RemoteTerms terms = new RemoteTerms(SideEffect.IDEMPOTENT, ToolPolicy.DEFAULT, Duration.ofSeconds(5));
        ToolCall slow = new ToolCall(CallId.of(1), "slow", "{}");
        ToolCall other = new ToolCall(CallId.of(2), "other", "{}");
        Sending first = new Sending(1, since, since.plusSeconds(60));
        append(
                StreamId.of(agent),
                1,
                started(run, new RunOrigin.Turn(agent.conversation()), since.plusSeconds(600)),
                new RunEvent.ToolCallsRequested(run, List.of(slow, other)),
                new RunEvent.ToolCallSent(run, slow, terms, first, first.until()),
                new RunEvent.ToolCallSent(run, other, terms, first, first.until()),
                new RunEvent.ToolCallSettled(run, other.id(), ToolResult.success("seen")));
        assertThat(sent(run)).extracting(SentCall::tool, SentCall::attempt).containsExactly(tuple("slow", 1));
        assertThat(new SentCalls(database).away()).containsOnlyKeys("slow");

        Sending second = first.again(since.plusSeconds(120));
        append(StreamId.of(agent), 6, new RunEvent.ToolCallSent(run, slow, terms, second, second.until()));
        SentCall again = sent(run).getFirst();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.since()).isEqualTo(since);
        assertThat(again.until()).isEqualTo(second.until());
        assertThat(again.lease()).contains(Duration.ofSeconds(5));
        assertThat(new SentCalls(database).away().get("slow")).isEqualTo(new SentCalls.Away(1, since));

        append(StreamId.of(agent), 7, new RunEvent.ToolCallPaused(run, slow.id(), "busy", since.plusSeconds(130)));
        assertThat(sent(run)).as("waits here, for its next attempt").isEmpty();

        Sending third = second.again(since.plusSeconds(180));
        append(StreamId.of(agent), 8, new RunEvent.ToolCallSent(run, slow, terms, third, third.until()));
        append(StreamId.of(agent), 9, new RunEvent.ToolCallCancelled(run, slow, third));
        assertThat(sent(run)).isEmpty();
        assertThat(new SentCalls(database).away()).isEmpty();
    }

    private List<SentCall> sent(RunId run) {
        return new SentCalls(database).of(TenantId.DEFAULT, run);
    }

    @Test
    void nothingIsDueWhileAPersonOrATimerIsWaitedFor() {
        Instant until = Instant.ofEpochMilli(System.currentTimeMillis()).plus(Duration.ofDays(1));
        Instant wallTime = until.plus(Duration.ofDays(9));
        AgentId boss = AgentId.in(ConversationId.of("due"), new AgentType("boss"));
        RunId run = RunId.parse("due-m1-1");
        AgentId clerk = boss.delegate(new AgentType("clerk"), run, CallId.of(1));
        RunId task = RunId.delegated(run, CallId.of(1));
        RunOrigin asked = new RunOrigin.Delegation(boss, run, CallId.of(1));
        append(
                StreamId.of(boss.conversation()),
                1,
                new ConversationEvent.RunRequested(run, new MessageId("due-m1"), boss.type(), wallTime, Instant.EPOCH));
        append(
                StreamId.of(boss),
                1,
                started(run, new RunOrigin.Turn(boss.conversation()), wallTime),
                new RunEvent.DelegationRequested(run, CallId.of(1), clerk.type(), "ask"));
        assertThat(due(until)).extracting(e -> e.stream().entity()).containsExactly("conversation");

        append(
                StreamId.of(clerk),
                1,
                started(task, asked, wallTime),
                new RunEvent.HumanAsked(task, CallId.of(1), "May I?", until));
        assertThat(due(until.minusMillis(1))).isEmpty();
        assertThat(due(until)).extracting(Entry::stream).containsExactly(StreamId.of(clerk));
        assertThat(due(wallTime)).hasSize(2);
        assertThat(run("due-m1-1.c1").orElseThrow().status()).isEqualTo(new RunSummary.Status.WaitingForPerson());

        append(
                StreamId.of(clerk),
                3,
                new RunEvent.HumanDecided(task, CallId.of(1), new Approval.Approved("ann", "")),
                new RunEvent.RunAnswered(task, "yes", Instant.EPOCH));
        assertThat(due(Instant.now().plusSeconds(60))).hasSize(2);

        append(
                StreamId.of(boss),
                3,
                new RunEvent.DelegationSettled(run, CallId.of(1), new RunOutcome.Answered("yes"), TokenUsage.NONE),
                new RunEvent.TimerSet(run, CallId.of(2), wallTime.minusSeconds(1), Duration.ofDays(9)));
        append(StreamId.of(clerk), 5, new RunEvent.OutcomeDelivered(task));
        assertThat(due(until)).isEmpty();
        assertThat(due(wallTime)).hasSize(1);
    }

    @Test
    void aRunThatWaitsForSeveralThingsIsDueWhenItSays() {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        Instant until = now.plus(Duration.ofDays(1));
        Instant wallTime = now.plus(Duration.ofDays(9));
        AgentId boss = AgentId.in(ConversationId.of("several"), new AgentType("boss"));
        RunId run = RunId.parse("several-m1-1");
        AgentId clerk = boss.delegate(new AgentType("clerk"), run, CallId.of(1));
        RunId task = RunId.delegated(run, CallId.of(1));
        append(
                StreamId.of(boss.conversation()),
                1,
                new ConversationEvent.RunRequested(
                        run, new MessageId("several-m1"), boss.type(), wallTime, Instant.EPOCH));
        append(
                StreamId.of(boss),
                1,
                started(run, new RunOrigin.Turn(boss.conversation()), wallTime),
                new RunEvent.DelegationRequested(run, CallId.of(1), clerk.type(), "ask"),
                new RunEvent.ToolCallsRequested(run, List.of(new ToolCall(CallId.of(2), "look", "{}"))),
                new RunEvent.TimerSet(run, CallId.of(3), until, Duration.ofDays(1)),
                new RunEvent.AlarmSet(run, now));
        append(
                StreamId.of(clerk),
                1,
                started(task, new RunOrigin.Delegation(boss, run, CallId.of(1)), wallTime),
                new RunEvent.HumanAsked(task, CallId.of(1), "May I?", wallTime.minusSeconds(1)));
        assertThat(due(now)).as("a tool is at work").hasSize(1);

        append(
                StreamId.of(boss),
                6,
                new RunEvent.ToolCallSettled(run, CallId.of(2), ToolResult.success("seen")),
                new RunEvent.AlarmSet(run, until));
        assertThat(due(until.minusMillis(1))).isEmpty();
        assertThat(due(until)).as("a timer beside an agent that rests").hasSize(1);

        append(
                StreamId.of(boss),
                8,
                new RunEvent.TimerFired(run, CallId.of(3)),
                new RunEvent.AlarmLifted(run, wallTime));
        assertThat(due(until)).as("the agent alone").isEmpty();

        append(StreamId.of(boss), 10, new RunEvent.CallsGivenUp(run, List.of(CallId.of(1))));
        assertThat(due(Instant.now().plusSeconds(60)))
                .as("nobody is waited for")
                .hasSize(1);
    }

    /** Its node died before it had begun: whoever asked it has to ask again, however far away his timer is. */
    @Test
    void anAgentThatHasNotBegunIsAskedAgainAlsoBesideATimer() {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(60);
        Instant until = now.plus(Duration.ofDays(1));
        Instant wallTime = now.plus(Duration.ofDays(9));
        AgentId boss = AgentId.in(ConversationId.of("beside"), new AgentType("boss"));
        RunId run = RunId.parse("beside-m1-1");
        AgentId clerk = boss.delegate(new AgentType("clerk"), run, CallId.of(1));
        RunId task = RunId.delegated(run, CallId.of(1));
        append(
                StreamId.of(boss.conversation()),
                1,
                new ConversationEvent.RunRequested(
                        run, new MessageId("beside-m1"), boss.type(), wallTime, Instant.EPOCH));
        append(
                StreamId.of(boss),
                1,
                started(run, new RunOrigin.Turn(boss.conversation()), wallTime),
                new RunEvent.DelegationRequested(run, CallId.of(1), clerk.type(), "ask"),
                new RunEvent.TimerSet(run, CallId.of(2), until, Duration.ofDays(1)),
                new RunEvent.AlarmSet(run, until, true));
        assertThat(due(now)).as("nobody has heard of the task").hasSize(1);

        append(
                StreamId.of(clerk),
                1,
                started(task, new RunOrigin.Delegation(boss, run, CallId.of(1)), wallTime),
                new RunEvent.HumanAsked(task, CallId.of(1), "May I?", wallTime.minusSeconds(1)));
        assertThat(due(now)).as("it has begun, and rests").isEmpty();
        assertThat(due(until)).as("the timer").hasSize(1);
    }

    private static RunEvent started(RunId run, RunOrigin origin, Instant deadline) {
        return new RunEvent.RunStarted(
                new RunRequest(run, origin, List.of(), List.of()), new Terms(deadline, "v1"), Instant.EPOCH);
    }

    private void append(StreamId stream, long from, Object... events) {
        writer.append(stream, from, List.of(events)).join();
        catchUp();
    }

    private List<Entry> due(Instant now) {
        return new UnfinishedWork(database).due(now, 10, Optional.empty());
    }

    @Test
    void aMemoryIsDueWhenTheNextOfItsFactsEndsAndNotBefore() {
        Instant end = Instant.parse("2026-02-01T00:00:00Z");
        StreamId memory = StreamId.memoryOf(ConversationId.of("memory:user:ann"));
        RunId run = RunId.parse("m1-1");
        Source source = new Source(ConversationId.of("c"), run, CallId.of(1));
        Fact fact = new Fact(Subject.of("city"), "Lives in Oulu.", source, Instant.EPOCH, end);

        append(memory, 1, new MemoryEvent.FactRemembered(IdempotencyKey.of(run, CallId.of(1)), fact, end));

        assertThat(due(end.minusMillis(1))).isEmpty();
        assertThat(due(end)).extracting(Entry::stream).containsExactly(memory);

        append(
                memory,
                2,
                new MemoryEvent.FactsExpired(List.of(fact.subject()), end),
                new MemoryEvent.GenerationBegun(new MemoryState(List.of(), List.of(), 1)));

        assertThat(due(end)).isEmpty();
    }

    @Test
    void addsUpUsageByAgentAndModel() {
        happened(Stories.plainAnswer());
        happened(Stories.handoff());
        happened(Stories.failure());
        UsageViews views = new UsageViews(database);

        assertThat(views.ofTenant(TenantId.DEFAULT, LocalDate.of(1970, 1, 1), LocalDate.of(2100, 1, 1)))
                .containsExactly(
                        line("billing", "offline/rules", 2, new TokenUsage(90, 30, 16)),
                        line("triage", "none", 1, new TokenUsage(5, 0, 0)),
                        line("triage", "offline/rules", 4, new TokenUsage(170, 50, 30)));
        assertThat(views.ofConversation(ConversationId.of("plain")))
                .containsExactly(line("triage", "offline/rules", 2, new TokenUsage(80, 20, 14)));
    }

    private static UsageViews.Line line(String agent, String model, long calls, TokenUsage usage) {
        return new UsageViews.Line(new AgentType(agent), new ModelName(model), calls, usage);
    }

    @Test
    void looksTheSameAfterARebuild() {
        Stories.all().values().forEach(this::happened);
        List<Object> before = everything();

        projections.status().forEach(status -> projections.rebuild(status.name()));

        await().atMost(LONG).until(() -> everything().equals(before));
        catchUp();
        assertThat(everything()).isEqualTo(before);
    }

    private List<Object> everything() {
        List<Object> everything = new ArrayList<>();
        Stories.all()
                .values()
                .forEach(story -> story.states()
                        .keySet()
                        .forEach(stream ->
                                everything.add(conversation(stream.feed().key()))));
        everything.add(run("tools-m1-1"));
        everything.add(run("failure-m1-1"));
        everything.add(new UnfinishedWork(database).due(Instant.now(), 100, Optional.empty()));
        everything.add(new UsageViews(database)
                .ofTenant(TenantId.DEFAULT, LocalDate.of(1970, 1, 1), LocalDate.of(2100, 1, 1)));
        return everything;
    }

    @Test
    void leavesTheTableAloneForATurnThatBeginsAndEndsInOneBatch() throws Exception {
        List<JournalEntry> batch = new ArrayList<>();
        for (Story.Write write : Stories.plainAnswer().writes()) {
            for (Object event : write.events()) {
                batch.add(new JournalEntry(batch.size() + 1, write.stream(), 1, 0, 0, codec.encode(event)));
            }
        }
        Projection unfinished = new UnfinishedProjection(codec, database.dialect());
        List<String> used = new ArrayList<>();
        Connection untouched = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    used.add(method.getName());
                    throw new SQLException("not to be used");
                });

        unfinished.apply(untouched, batch);

        assertThat(used).isEmpty();
    }
}
