package org.talkoot.agents.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.deadletter.Redrives;
import org.talkoot.core.deadletter.RetryRules;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolResult;

/** An entity that was asked and comes to grief before it has answered, as when its node dies. */
final class UnansweredTest {

    private static final ConversationId CONVERSATION = ConversationId.of("c1");
    private static final MessageId MESSAGE = new MessageId("m1");
    private static final EntitySettings SETTINGS =
            new EntitySettings(8, Duration.ofMinutes(1), Duration.ofMillis(300), Duration.ofSeconds(1));

    private final EntityCluster cluster = new EntityCluster(
            AgentCatalog.of(AgentDefinition.of("worker", "", new CodeBrain(view -> new Next.Answer("done")))),
            request -> new ModelOutcome.Failed(new ModelFailure.Rejected("nobody asks"), TokenUsage.NONE),
            call -> ToolResult.success("nothing"),
            SETTINGS);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aMessageIsPostedAgain() {
        cluster.journal.failNextPersisted(StreamId.of(CONVERSATION).toString());

        assertThat(cluster.post("c1", "m1", "work")).isInstanceOf(PostReply.Accepted.class);
    }

    @Test
    void aLetterIsOpenedAgain() {
        DeadLetters letters = DeadLetters.start(
                cluster.system, RetryRules.NONE, (letter, attempt, content) -> new CompletableFuture<>(), SETTINGS);
        DeadLetterId id = Redrives.letter(MESSAGE);
        cluster.journal.failNextPersisted(StreamId.of(CONVERSATION, id).toString());

        DecisionReply reply = letters.tell(
                        CONVERSATION, id, new DeadLetterCommand.Open(died(id)), EntityCluster.PATIENCE)
                .toCompletableFuture()
                .join();

        assertThat(reply).isInstanceOf(DecisionReply.Accepted.class);
    }

    private static DeadLetter died(DeadLetterId id) {
        return new DeadLetter(
                id,
                FailureClass.POISON,
                List.of("too much"),
                new DeadLetter.FailedTurn(
                        CONVERSATION, MESSAGE, RunId.of(MESSAGE, 1), new AgentType("worker"), "work", null, 7),
                Instant.EPOCH);
    }
}
