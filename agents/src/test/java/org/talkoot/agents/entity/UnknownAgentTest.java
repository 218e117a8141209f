package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.tool.RemoteCalls;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolResult;

/** What becomes of conversations whose agent is not installed any more. */
final class UnknownAgentTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConversationId TALK = ConversationId.of("c1");
    private static final RunId RUN = RunId.parse("m1-1");
    private static final AgentType GONE = new AgentType("gone");

    private EntityCluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whatItWasAtWorkOnFailsAndItsSiblingsGoOn() {
        start(Duration.ZERO, AgentCatalog.of(echo("echo")));
        history(TALK, GONE);
        TurnReply end = cluster.await("c1", "m1");

        assertThat(end)
                .isInstanceOfSatisfying(
                        TurnReply.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("unknown-agent"));
        cluster.post("c2", "m1", "hello");
        assertThat(cluster.await("c2", "m1")).isInstanceOf(TurnReply.Answered.class);
    }

    @Test
    void itsWorkWaitsWhileItMayComeBackAndItsTurnCanBeCancelled() {
        start(Duration.ofMinutes(5), AgentCatalog.of(echo("echo")));
        history(TALK, GONE);
        cluster.runtime.wake(StreamId.of(TALK));

        manage(new ConversationCommand.CancelTurn(null, "enough", NOW));
        manage(new ConversationCommand.Reassign(new AgentType("echo"), NOW));
        cluster.post("c1", "m2", "hello");

        assertThat(cluster.await("c1", "m2"))
                .isEqualTo(new TurnReply.Answered(RunId.parse("m2-1"), new AgentType("echo"), "hello"));
    }

    /** An old node has run for longer than any grace when the first new one brings an agent. */
    @Test
    void whatIsForAnAgentThatAnotherNodeHasWaitsForAsLongAsItHas() {
        Set<AgentType> elsewhere = new CopyOnWriteArraySet<>(Set.of(GONE));
        start(Duration.ZERO, AgentCatalog.of(echo("echo")), elsewhere::contains);
        history(TALK, GONE);
        cluster.runtime.wake(StreamId.of(TALK));
        CompletableFuture<PostReply> posted = cluster.runtime
                .post(ConversationId.of("c2"), forTheOneThatIsGone(), EntityCluster.PATIENCE)
                .toCompletableFuture();

        cluster.post("c2", "m2", "hello");
        assertThat(cluster.await("c2", "m2")).isInstanceOf(TurnReply.Answered.class);
        assertThat(posted).as("it may be answered soon").isNotDone();
        manage(new ConversationCommand.CancelTurn(null, "enough", NOW));
        assertThat(cluster.await("c1", "m1"))
                .as("what it was at work on has not failed")
                .isInstanceOfSatisfying(
                        TurnReply.Failed.class,
                        failed -> assertThat(failed.code()).isNotEqualTo("unknown-agent"));

        elsewhere.clear();

        assertThat(posted)
                .succeedsWithin(EntityCluster.PATIENCE)
                .isEqualTo(new PostReply.Refused(new Rejection.UnknownAgent(GONE)));
    }

    private static ConversationCommand.PostMessage forTheOneThatIsGone() {
        return new ConversationCommand.PostMessage(new MessageId("m1"), GONE, "task", NOW);
    }

    @Test
    void anAgentThatWasRenamedGoesOnWithWhatItsOldNameBegan() {
        start(Duration.ZERO, AgentCatalog.of(echo("echo")).renamed("gone", "echo"));
        history(TALK, GONE);

        assertThat(cluster.await("c1", "m1")).isEqualTo(new TurnReply.Answered(RUN, GONE, "first"));
    }

    private void manage(ConversationCommand command) {
        assertThat(cluster.runtime
                        .manage(TALK, command, EntityCluster.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new DecisionReply.Accepted());
    }

    /** An open turn whose agent sleeps, as an earlier version of the node left it. */
    private void history(ConversationId talk, AgentType agent) {
        AgentId id = AgentId.in(talk, agent);
        MessageId message = new MessageId("m1");
        persist(
                StreamId.of(talk),
                new ConversationEvent.MessagePosted(message, null, "first", NOW),
                new ConversationEvent.RunRequested(
                        RUN, message, agent, Instant.now().plusSeconds(7200), NOW));
        persist(
                StreamId.of(id),
                new RunEvent.RunStarted(
                        new RunRequest(
                                RUN,
                                new RunOrigin.Turn(talk),
                                List.of(new Message.User(message, "first", NOW)),
                                List.of()),
                        new Terms(Instant.now().plusSeconds(3600), "v1"),
                        NOW),
                new RunEvent.TimerSet(RUN, CallId.of(1), Instant.now().plusSeconds(1), Duration.ofSeconds(1)));
    }

    private void persist(StreamId stream, Object... events) {
        cluster.journal.persistForRecovery(stream.toString(), List.of(events));
    }

    private void start(Duration grace, AgentCatalog catalog) {
        start(grace, catalog, type -> false);
    }

    private void start(Duration grace, AgentCatalog catalog, Predicate<AgentType> elsewhere) {
        cluster = new EntityCluster(
                catalog,
                request -> new ModelOutcome.Failed(new ModelFailure.Rejected("nobody asks"), TokenUsage.NONE),
                call -> ToolResult.success("nothing"),
                RemoteCalls.NONE,
                elsewhere,
                new EntitySettings(8, Duration.ofMinutes(1), Duration.ofMillis(200), Duration.ofSeconds(1), grace));
    }

    private static AgentDefinition echo(String name) {
        return AgentDefinition.of(name, "echoes", CodeBrain.answering(view -> view.task()));
    }
}
