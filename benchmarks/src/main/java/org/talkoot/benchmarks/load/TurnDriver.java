package org.talkoot.benchmarks.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.talkoot.agents.entity.AgentRuntime;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;

/** Turns with a node of this process, as an edge has them. */
public final class TurnDriver implements Turns {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AgentRuntime runtime;

    public TurnDriver(AgentRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public CompletionStage<TurnReply.Answered> turn(ConversationId conversation, int number, String text) {
        MessageId message = new MessageId("m-" + conversation.key() + "-" + number);
        return runtime.post(conversation, new PostMessage(message, null, text, Instant.now()), PATIENCE)
                .thenCompose(posted -> awaitAnswer(conversation, message, posted));
    }

    private CompletionStage<TurnReply.Answered> awaitAnswer(
            ConversationId conversation, MessageId message, PostReply posted) {
        return switch (posted) {
            case PostReply.Accepted accepted ->
                runtime.awaitTurn(conversation, message, PATIENCE).thenApply(TurnDriver::answered);
            case PostReply.Refused refused ->
                CompletableFuture.failedFuture(new IllegalStateException("refused: " + refused.rejection()));
        };
    }

    private static TurnReply.Answered answered(TurnReply reply) {
        if (reply instanceof TurnReply.Answered answered) {
            return answered;
        }
        throw new IllegalStateException("the turn did not end in an answer: " + reply);
    }
}
