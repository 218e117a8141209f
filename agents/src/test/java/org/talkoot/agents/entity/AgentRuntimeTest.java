package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.RunReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.reply.Waiters;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

final class AgentRuntimeTest {

    private static final EntitySettings SETTINGS =
            new EntitySettings(8, Duration.ofMinutes(1), Duration.ofMillis(200), Duration.ofSeconds(1));

    private static final Duration FOR_YEARS = Duration.ofDays(3 * 365);

    private static final TurnReply FOUND = new TurnReply.Answered(
            RunId.parse("m1-1"), new AgentType("helper"), "found: looked", ModelName.DEFAULT, null, List.of());

    private final AtomicInteger modelCalls = new AtomicInteger();
    private Runnable beforeTheFirstReply = () -> {};
    private EntityCluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void answersAMessageWithTheHelpOfATool() {
        start(
                SETTINGS,
                AgentDefinition.of("helper", "helps", LlmBrain.of("Help.").withTools("look")));

        assertThat(cluster.post("c1", "m1", "hello"))
                .isEqualTo(new PostReply.Accepted(new MessageId("m1"), RunId.parse("m1-1"), false));
        assertThat(cluster.await("c1", "m1")).isEqualTo(FOUND);
        assertThat(EntityCluster.names(cluster.journal.persistedInStorage("default/c1|helper")))
                .containsExactly(
                        "RunStarted",
                        "PromptRecorded",
                        "ModelCallRequested",
                        "ModelReplied",
                        "ProposedCallsStarted",
                        "ToolCallSettled",
                        "ModelCallRequested",
                        "ModelReplied",
                        "RunAnsweredAsReplied");
    }

    @Test
    void aRepeatedMessageIsAcceptedAgainAndAnsweredOnce() {
        start(SETTINGS, echo());
        PostReply first = cluster.post("c1", "m1", "hello");
        TurnReply answer = cluster.await("c1", "m1");

        assertThat(cluster.post("c1", "m1", "hello"))
                .isInstanceOfSatisfying(
                        PostReply.Accepted.class,
                        again -> assertThat(again.repeat()).isTrue())
                .usingRecursiveComparison()
                .ignoringFields("repeat")
                .isEqualTo(first);
        assertThat(cluster.await("c1", "m1")).isEqualTo(answer);
        assertThat(cluster.post("c1", "m1", "other"))
                .isInstanceOfSatisfying(
                        PostReply.Refused.class,
                        refused -> assertThat(refused.rejection()).isInstanceOf(Rejection.MessageIdReused.class));
    }

    @Test
    void messagesOfOneConversationAreAnsweredInOrder() {
        start(SETTINGS, echo());
        for (int i = 1; i <= 10; i++) {
            assertThat(cluster.post("c1", "m" + i, "n" + i)).isInstanceOf(PostReply.Accepted.class);
        }
        cluster.await("c1", "m10");

        assertThat(cluster.journal.persistedInStorage("default/c1|conversation"))
                .filteredOn(event -> event.getClass().getSimpleName().equals("AnswerPosted"))
                .extracting("text")
                .containsExactly("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10");
    }

    @Test
    void handsOverAndDelegatesBetweenAgents() {
        start(
                SETTINGS,
                AgentDefinition.of(
                        "front", "hands over", new CodeBrain(v -> new Next.HandOff(new AgentType("back"), "yours"))),
                AgentDefinition.of(
                        "back",
                        "asks echo",
                        new CodeBrain(view -> view.steps().isEmpty()
                                ? new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("echo"), "to echo")))
                                : new Next.Answer("it said " + view.steps()))),
                echo());
        cluster.post("c1", "m1", "hello");

        assertThat(cluster.await("c1", "m1"))
                .isInstanceOfSatisfying(
                        TurnReply.Answered.class,
                        answered -> assertThat(answered.text()).contains("to echo"));
        await().untilAsserted(() -> assertThat(
                        EntityCluster.names(cluster.journal.persistedInStorage(delegate("back", "echo"))))
                .contains("OutcomeDelivered"));
    }

    @Test
    void anIdleEntityIsPassivatedAndComesBackWithItsHistory() {
        start(new EntitySettings(8, Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(1)), echo());
        cluster.post("c1", "m1", "one");
        TurnReply answer = cluster.await("c1", "m1");
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);

        assertThat(cluster.await("c1", "m1")).isEqualTo(answer);
    }

    @Test
    void anUnknownMessageOrCallIsSaidToBeUnknown() {
        start(SETTINGS, echo());

        assertThat(cluster.await("c1", "nobody")).isEqualTo(new TurnReply.Unknown());
        assertThat(cluster.runtime
                        .decide(
                                StreamId.parse("default/c1|echo").agent(),
                                CallId.of(1),
                                Seen.version(0),
                                new HumanDecision.Approve("ok"),
                                Caller.of(TenantId.DEFAULT, "me"),
                                EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Refused(new Rejection.NotPending(CallId.of(1))));
    }

    @Test
    void aRunThatIsCancelledEndsItsTurn() {
        CompletableFuture<String> run = new CompletableFuture<>();
        start(SETTINGS, AgentDefinition.of("sleeper", "sleeps", new CodeBrain(view -> {
            run.complete(view.run().value());
            return new Next.Sleep(Duration.ofMinutes(10));
        })));
        cluster.post("c1", "m1", "sleep");
        RunId id = RunId.parse(run.join());
        CompletionStage<TurnReply> end = cluster.awaitTurn("c1", "m1", EntityCluster.PATIENCE);
        cluster.runtime.cancel(StreamId.parse("default/c1|sleeper").agent(), id, "enough", EntityCluster.PATIENCE);

        assertThat(end.toCompletableFuture().join()).isEqualTo(new TurnReply.Failed("cancelled", "enough"));
    }

    /** Of those that wait for a write, the last brings no command: whoever is told to decide is behind it. */
    @Test
    void whatHasGatheredIsDecidedWhateverComesLast() {
        CompletableFuture<String> run = new CompletableFuture<>();
        start(SETTINGS, AgentDefinition.of("sleeper", "sleeps", new CodeBrain(view -> {
            run.complete(view.run().value());
            return new Next.Sleep(Duration.ofMinutes(10));
        })));
        cluster.post("c1", "m1", "sleep");
        RunId id = RunId.parse(run.join());
        AgentId agent = StreamId.parse("default/c1|sleeper").agent();
        Caller me = Caller.of(TenantId.DEFAULT, "me");
        RunId nobody = RunId.parse("m9-1");
        DecisionReply alone = cluster.runtime
                .cancel(agent, nobody, "no", EntityCluster.PATIENCE)
                .toCompletableFuture()
                .join();

        for (int i = 0; i < 30; i++) {
            var written = cluster.runtime.pause(agent, id, "wait", me, EntityCluster.PATIENCE);
            var gathered = cluster.runtime.cancel(agent, nobody, "no", EntityCluster.PATIENCE);
            var last = cluster.runtime.heard(agent, id, EntityCluster.PATIENCE);

            assertThat(gathered.toCompletableFuture().join()).isEqualTo(alone);
            last.toCompletableFuture().join();
            written.toCompletableFuture().join();
            cluster.runtime
                    .resume(agent, id, "go on", me, EntityCluster.PATIENCE)
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void whoPostsAndWaitsAsksOnceAndHearsTwice() {
        start(
                SETTINGS,
                AgentDefinition.of("helper", "helps", LlmBrain.of("Help.").withTools("look")));

        AgentRuntime.Posted first = cluster.postAndAwait("c1", "m1", "hello");
        TurnReply end = first.end().toCompletableFuture().join();
        AgentRuntime.Posted again = cluster.postAndAwait("c1", "m1", "hello");

        assertThat(first.reply()).isEqualTo(new PostReply.Accepted(new MessageId("m1"), RunId.parse("m1-1"), false));
        assertThat(end).isEqualTo(FOUND);
        assertThat(again.reply()).isEqualTo(new PostReply.Accepted(new MessageId("m1"), RunId.parse("m1-1"), true));
        assertThat(again.end().toCompletableFuture().join()).isEqualTo(FOUND);
    }

    @Test
    void whoPostsWhatIsRefusedWaitsForNothing() {
        start(
                SETTINGS,
                AgentDefinition.of("helper", "helps", LlmBrain.of("Help.").withTools("look")));

        AgentRuntime.Posted posted = cluster.postAndAwait("c1", "m1", " ");

        assertThat(posted.reply()).isInstanceOf(PostReply.Refused.class);
        assertThat(posted.end().toCompletableFuture().join()).isEqualTo(new TurnReply.Unknown());
    }

    @Test
    void whatTheJournalDidNotTakeIsDoneAgain() {
        start(
                SETTINGS,
                AgentDefinition.of("helper", "helps", LlmBrain.of("Help.").withTools("look")));
        beforeTheFirstReply = () -> cluster.journal.failNextPersisted("default/c1|helper");
        cluster.post("c1", "m1", "hello");

        assertThat(cluster.await("c1", "m1")).isEqualTo(FOUND);
        assertThat(modelCalls).hasValue(3);
    }

    @Test
    void aRunThatWaitsForYearsLivesOnAndCanBeAnswered() {
        start(
                SETTINGS,
                AgentDefinition.of(
                                "notary",
                                "asks",
                                new CodeBrain(view -> view.steps().isEmpty()
                                        ? new Next.AskHuman("Sign?", FOR_YEARS)
                                        : new Next.Answer("signed")))
                        .withLimits(RunLimits.DEFAULT.withWallTime(FOR_YEARS)));
        cluster.post("c1", "m1", "sign");
        await().untilAsserted(
                        () -> assertThat(EntityCluster.names(cluster.journal.persistedInStorage("default/c1|notary")))
                                .contains("HumanAsked"));

        assertThat(cluster.runtime
                        .decide(
                                StreamId.parse("default/c1|notary").agent(),
                                CallId.of(1),
                                Seen.version(0),
                                new HumanDecision.Approve("fine"),
                                Caller.of(TenantId.DEFAULT, "ann"),
                                EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Accepted());
        assertThat(cluster.await("c1", "m1"))
                .isEqualTo(new TurnReply.Answered(RunId.parse("m1-1"), new AgentType("notary"), "signed"));
    }

    @Test
    void aRunThatWaitsForAPersonLeavesMemoryAndSoDoesWhoWaitsForIt() {
        start(
                new EntitySettings(8, Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofMillis(100)),
                AgentDefinition.of(
                        "notary",
                        "asks",
                        new CodeBrain(view -> view.steps().isEmpty()
                                ? new Next.AskHuman("Sign?", Duration.ofHours(1))
                                : new Next.Answer("signed"))));
        cluster.post("c1", "m1", "sign");
        AgentId notary = StreamId.parse("default/c1|notary").agent();

        await().untilAsserted(
                        () -> assertThat(cluster.isThere(StreamId.of(notary))).isTrue());
        await().untilAsserted(
                        () -> assertThat(cluster.isThere(StreamId.of(notary))).isFalse());
        await().untilAsserted(() -> assertThat(cluster.isThere(StreamId.of(ConversationId.of("c1"))))
                .isFalse());

        cluster.runtime
                .decide(
                        notary,
                        CallId.of(1),
                        Seen.version(0),
                        new HumanDecision.Approve("fine"),
                        Caller.of(TenantId.DEFAULT, "ann"),
                        EntityCluster.PATIENCE)
                .toCompletableFuture()
                .join();
        assertThat(cluster.await("c1", "m1"))
                .isEqualTo(new TurnReply.Answered(RunId.parse("m1-1"), new AgentType("notary"), "signed"));
    }

    @Test
    void whoHasStoppedToWaitTakesNobodysPlace() {
        CompletableFuture<String> run = new CompletableFuture<>();
        start(SETTINGS, AgentDefinition.of("sleeper", "sleeps", new CodeBrain(view -> {
            run.complete(view.run().value());
            return new Next.Sleep(Duration.ofMinutes(10));
        })));
        cluster.post("c1", "m1", "sleep");
        AgentId sleeper = StreamId.parse("default/c1|sleeper").agent();
        RunId id = RunId.parse(run.join());
        Duration moment = Duration.ofMillis(1);
        for (int i = 0; i <= Waiters.MAX; i++) {
            cluster.awaitTurn("c1", "m1", moment);
            cluster.runtime.awaitRun(sleeper, id, moment);
        }
        await().until(() -> timesOut(cluster.awaitTurn("c1", "m1", moment)));
        await().until(() -> timesOut(cluster.runtime.awaitRun(sleeper, id, moment)));

        var turn = cluster.awaitTurn("c1", "m1", EntityCluster.PATIENCE);
        var end = cluster.runtime.awaitRun(sleeper, id, EntityCluster.PATIENCE);
        cluster.runtime.cancel(sleeper, id, "enough", EntityCluster.PATIENCE);

        assertThat(turn.toCompletableFuture().join()).isEqualTo(new TurnReply.Failed("cancelled", "enough"));
        assertThat(end.toCompletableFuture().join()).isEqualTo(new RunReply.Ended(id));
    }

    /** It waited to the end: nobody refused it. */
    private static boolean timesOut(CompletionStage<?> stage) {
        return stage.handle((reply, e) -> e instanceof TimeoutException)
                .toCompletableFuture()
                .join();
    }

    private void start(EntitySettings settings, AgentDefinition... agents) {
        cluster = new EntityCluster(AgentCatalog.of(agents), this::model, AgentRuntimeTest::tool, settings);
    }

    /** The stream of the agent that does the first task of the second run of the turn. */
    private static String delegate(String from, String to) {
        AgentId asker = StreamId.parse("default/c1|" + from).agent();
        return StreamId.of(asker.delegate(new AgentType(to), RunId.parse("m1-2"), CallId.of(1)))
                .toString();
    }

    private static AgentDefinition echo() {
        return AgentDefinition.of("echo", "echoes", CodeBrain.answering(view -> view.task()));
    }

    private ModelOutcome model(ModelRequest request) {
        if (modelCalls.incrementAndGet() == 1) {
            beforeTheFirstReply.run();
        }
        ModelReply reply = request.messages().getLast() instanceof Message.ToolOutput output
                ? new ModelReply.Answer("found: " + output.text())
                : new ModelReply.ToolCalls("", List.of(new ToolCall(CallId.of(0), "look", "{}")));
        return new ModelOutcome.Replied(reply, TokenUsage.of(1, 1), ModelName.DEFAULT);
    }

    private static ToolResult tool(ToolCall call) {
        return ToolResult.success("looked");
    }
}
