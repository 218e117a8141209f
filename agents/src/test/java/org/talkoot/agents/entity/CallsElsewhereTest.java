package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.Report;
import org.talkoot.agents.reply.ReportReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.tool.RemoteCalls;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.RemoteTerms;

/** An agent whose call is with a worker: it leaves memory, comes back, and takes the report. */
final class CallsElsewhereTest {

    private static final EntitySettings SETTINGS =
            new EntitySettings(8, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(1));
    private static final StreamId CLERK = StreamId.parse("default/c1|clerk");

    private EntityCluster cluster = cluster(Duration.ofMinutes(10), Duration.ofMinutes(10));

    private static EntityCluster cluster(Duration timeout, Duration lease) {
        RemoteTerms terms = new RemoteTerms(SideEffect.IDEMPOTENT, ToolPolicy.DEFAULT.withTimeout(timeout), lease);
        return new EntityCluster(
                AgentCatalog.of(AgentDefinition.of(
                        "clerk",
                        "",
                        new CodeBrain(view -> view.lastStep().orElse(null) instanceof Step.ToolSettled settled
                                ? new Next.Answer(settled.result().text())
                                : new Next.CallTools(List.of(new ToolRequest("look", "{}")))))),
                request -> new ModelOutcome.Failed(new ModelFailure.Rejected("nobody asks"), TokenUsage.NONE),
                call -> ToolResult.failure("here", "It must not run here."),
                call -> Optional.of(new RemoteCalls.Plan.Send(terms)),
                SETTINGS);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void itRestsAndTakesTheReportWhenItComes() {
        cluster.post("c1", "m1", "go");
        RunEvent.ToolCallSent sent = sent(1);
        await().until(() -> !cluster.isThere(CLERK));

        assertThat(report(new Report.Result(attempt(sent), ToolResult.success("seen"))))
                .isEqualTo(new ReportReply.Taken());

        assertThat(cluster.await("c1", "m1"))
                .isEqualTo(new TurnReply.Answered(RunId.parse("m1-1"), new AgentType("clerk"), "seen"));
        assertThat(report(new Report.Result(attempt(sent), ToolResult.success("seen"))))
                .isEqualTo(new ReportReply.Late());
    }

    @Test
    void aReportOfAnotherHistoryChangesNothing() {
        cluster.post("c1", "m1", "go");
        RunEvent.ToolCallSent sent = sent(1);
        Instant other = sent.sending().since().minusSeconds(1);

        assertThat(report(new Report.Result(
                        new Report.Attempt(sent.run(), sent.call().id(), 1, other), ToolResult.success("forged"))))
                .isEqualTo(new ReportReply.Late());
        assertThat(report(new Report.Progress(
                        new Report.Attempt(sent.run(), sent.call().id(), 2, other))))
                .isEqualTo(new ReportReply.Late());
        assertThat(report(new Report.Reply(sent.run(), CallId.of(1), other, new RunOutcome.Answered("forged"))))
                .isEqualTo(new ReportReply.Late());
    }

    @Test
    void aSilentWorkerIsFollowedByTheNextWhoseLeaseKeepsTheAgentInMemory() {
        cluster.close();
        cluster = cluster(Duration.ofMinutes(10), Duration.ofSeconds(3));
        cluster.post("c1", "m1", "go");

        RunEvent.ToolCallSent second = sent(2);

        assertThat(second.sending().attempt()).isEqualTo(2);
        assertThat(cluster.isThere(CLERK)).isTrue();
        assertThat(report(new Report.Progress(attempt(second)))).isEqualTo(new ReportReply.Taken());
    }

    private ReportReply report(Report report) {
        return cluster.runtime
                .report(CLERK.agent(), report, EntityCluster.PATIENCE)
                .toCompletableFuture()
                .join();
    }

    private static Report.Attempt attempt(RunEvent.ToolCallSent sent) {
        return new Report.Attempt(
                sent.run(),
                sent.call().id(),
                sent.sending().attempt(),
                sent.sending().since());
    }

    private RunEvent.ToolCallSent sent(int number) {
        await().atMost(EntityCluster.PATIENCE).until(() -> sent().size() >= number);
        return sent().get(number - 1);
    }

    private List<RunEvent.ToolCallSent> sent() {
        return cluster.journal.persistedInStorage(CLERK.toString()).stream()
                .filter(RunEvent.ToolCallSent.class::isInstance)
                .map(RunEvent.ToolCallSent.class::cast)
                .toList();
    }
}
