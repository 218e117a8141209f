package org.talkoot.core.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.Specification;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.ConversationCommand.CancelTurn;
import org.talkoot.core.conversation.ConversationCommand.ExpireRun;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationCommand.RecordOutcome;
import org.talkoot.core.conversation.ConversationEvent.AbandonedRunSettled;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.conversation.ConversationEvent.HandedOff;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.conversation.ConversationEvent.RunRequested;
import org.talkoot.core.conversation.ConversationEvent.TurnAbandoned;
import org.talkoot.core.conversation.ConversationEvent.TurnFailed;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;

/**
 * The words in which a conversation is specified: agents {@code a} and {@code b}, two messages may wait, ten characters
 * are as many as there may be, and a turn may change hands twice.
 */
final class ConversationWords {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant DEADLINE = NOW.plus(Duration.ofHours(3));
    static final AgentType A = new AgentType("a");
    static final AgentType B = new AgentType("b");
    static final AgentType NOBODY = new AgentType("nobody");
    static final ConversationLimits LIMITS =
            new ConversationLimits(2, 10, 2, Duration.ofHours(2), Duration.ofSeconds(2));

    private static final ConversationId SELF = ConversationId.of("c");

    private ConversationWords() {}

    static Specification<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect> conversation() {
        return Specification.of(aggregate());
    }

    private static Conversation aggregate() {
        return new Conversation(
                SELF,
                AgentCatalog.of(
                        AgentDefinition.of("a", "", CodeBrain.answering(view -> "")),
                        AgentDefinition.of("b", "", CodeBrain.answering(view -> ""))),
                LIMITS);
    }

    static ConversationState folded(ConversationEvent... events) {
        Conversation folding = aggregate();
        ConversationState state = folding.initial();
        for (ConversationEvent event : events) {
            state = folding.evolve(state, event);
        }
        return state;
    }

    static PostMessage post(String message) {
        return post(message, "hi");
    }

    static PostMessage post(String message, String text) {
        return postTo(null, message, text);
    }

    static PostMessage postTo(@Nullable AgentType agent, String message, String text) {
        return new PostMessage(new MessageId(message), agent, text, NOW);
    }

    static RecordOutcome reports(String run, RunOutcome outcome) {
        return new RecordOutcome(RunId.parse(run), outcome, NOW);
    }

    static RecordOutcome answers(String run) {
        return reports(run, new RunOutcome.Answered("hello", ModelName.DEFAULT));
    }

    static RecordOutcome handsOver(String run, AgentType to) {
        return reports(run, new RunOutcome.HandedOff(to, "yours"));
    }

    static CancelTurn cancel(@Nullable String message) {
        return new CancelTurn(message == null ? null : new MessageId(message), "enough", NOW);
    }

    static ExpireRun expire(String run) {
        return new ExpireRun(RunId.parse(run), DEADLINE);
    }

    static ConversationCommand.Reassign reassign(AgentType to) {
        return new ConversationCommand.Reassign(to, NOW);
    }

    static MessagePosted posted(String message) {
        return new MessagePosted(new MessageId(message), null, "hi", NOW);
    }

    /** The turn of the message began, with agent a. */
    static RunRequested begun(String message) {
        return begun(message, A);
    }

    static RunRequested begun(String message, AgentType agent) {
        return new RunRequested(RunId.parse(message + "-1"), new MessageId(message), agent, DEADLINE, NOW);
    }

    static AnswerPosted answered(String run) {
        return new AnswerPosted(RunId.parse(run), A, "hello", ModelName.DEFAULT, null, List.of(), null, NOW);
    }

    static TurnFailed failed(String run, AgentType agent, RunFailure why) {
        return new TurnFailed(RunId.parse(run), agent, why, NOW);
    }

    static HandedOff handedOff(String run, AgentType from, String next, AgentType to) {
        return new HandedOff(RunId.parse(run), from, RunId.parse(next), to, "yours", NOW);
    }

    static ConversationEvent.Reassigned reassigned(AgentType to) {
        return new ConversationEvent.Reassigned(to, NOW);
    }

    static TurnAbandoned cancelled(String run) {
        return abandoned(run, new RunFailure.Cancelled("enough"));
    }

    static TurnAbandoned abandoned(String run, RunFailure why) {
        return new TurnAbandoned(RunId.parse(run), A, why, null, DEADLINE, NOW);
    }

    /** The agent has said that the run it was to stop has ended. */
    static AbandonedRunSettled stopped(String run) {
        return new AbandonedRunSettled(RunId.parse(run), true, NOW);
    }

    /** Nobody waits any more for the run to end. */
    static AbandonedRunSettled givenUp(String run) {
        return new AbandonedRunSettled(RunId.parse(run), false, NOW);
    }

    /** One turn after the other, each cancelled before its agent reported. */
    static ConversationEvent[] cancelledTurns(int many) {
        return IntStream.rangeClosed(1, many)
                .mapToObj(i -> Stream.<ConversationEvent>of(posted("m" + i), begun("m" + i), cancelled("m" + i + "-1")))
                .flatMap(turn -> turn)
                .toArray(ConversationEvent[]::new);
    }

    static ConversationEvent[] and(ConversationEvent[] before, ConversationEvent... more) {
        return Stream.concat(Stream.of(before), Stream.of(more)).toArray(ConversationEvent[]::new);
    }

    /** The agent is to be told what it has not seen. */
    static ConversationEffect.StartRun start(AgentType agent, String run, Message... shown) {
        return new ConversationEffect.StartRun(
                AgentId.in(SELF, agent),
                new RunRequest(RunId.parse(run), new RunOrigin.Turn(SELF), List.of(shown), List.of()));
    }

    static ConversationEffect.ArmDeadline deadline(String run) {
        return new ConversationEffect.ArmDeadline(RunId.parse(run), DEADLINE);
    }

    static ConversationEffect.StopRun stop(String run, String reason) {
        return new ConversationEffect.StopRun(AgentId.in(SELF, A), RunId.parse(run), reason);
    }

    static Message said(String message) {
        return said(message, "hi");
    }

    static Message said(String message, String text) {
        return new Message.User(new MessageId(message), text, NOW);
    }
}
