package org.talkoot.core.conversation;

import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.Aggregate;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationCommand.RecordOutcome;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.conversation.ConversationEvent.HandedOff;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.conversation.ConversationEvent.RunRequested;
import org.talkoot.core.conversation.ConversationEvent.TurnFailed;
import org.talkoot.core.conversation.ConversationState.Answering;
import org.talkoot.core.conversation.ConversationState.Quiet;
import org.talkoot.core.conversation.ConversationState.Transcript;
import org.talkoot.core.run.AgentCatalog;
import org.talkoot.core.run.RunFailure;
import org.talkoot.core.run.RunOrigin;
import org.talkoot.core.run.RunOutcome;
import org.talkoot.core.run.RunRequest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A conversation: messages in order, one turn at a time, one answer or one named failure for each.
 *
 * <p>A repeated message is recognised by its id among the last {@link
 * ConversationLimits#DEDUPLICATION_WINDOW} and ignored; a repeated outcome by its run, which is no
 * longer the active one. The run of a message is derived from its id, so it can be named before it
 * begins.
 */
public final class Conversation
        implements Aggregate<
                ConversationCommand, ConversationEvent, ConversationState, ConversationEffect> {

    private final ConversationId self;
    private final AgentCatalog catalog;
    private final ConversationLimits limits;

    public Conversation(ConversationId self, AgentCatalog catalog, ConversationLimits limits) {
        this.self = self;
        this.catalog = catalog;
        this.limits = limits;
    }

    /** The run in which the turn of a message begins. */
    public static RunId firstRun(MessageId message) {
        return RunId.of(message, 1);
    }

    @Override
    public ConversationState initial() {
        return new Quiet(Transcript.EMPTY, List.of());
    }

    @Override
    public Decision<ConversationEvent> decide(
            ConversationState state, ConversationCommand command) {
        return switch (command) {
            case PostMessage c -> post(state, c);
            case RecordOutcome c -> record(state, c);
            case ConversationCommand.Reassign c -> reassign(state, c);
            case ConversationCommand.CancelTurn c -> cancel(state, c);
        };
    }

    @Override
    public ConversationState evolve(ConversationState state, ConversationEvent event) {
        return switch (event) {
            case MessagePosted e -> posted(state, e);
            case RunRequested e -> runRequested(state, e);
            case AnswerPosted e -> answered(answering(state, e), e);
            case HandedOff e -> handedOff(answering(state, e), e);
            case TurnFailed e -> quiet(answering(state, e));
            case ConversationEvent.Reassigned e -> reassigned(state, e);
        };
    }

    @Override
    public List<ConversationEffect> outstanding(ConversationState state) {
        return switch (state) {
            case Quiet s -> List.of();
            case Answering s -> List.of(startRun(s));
        };
    }

    private Decision<ConversationEvent> post(ConversationState state, PostMessage c) {
        Optional<String> known = textOf(state, c.message());
        if (known.isPresent()) {
            return known.get().equals(c.text())
                    ? Decision.ignore()
                    : Decision.refuse(new Rejection.MessageIdReused(c.message()));
        }
        if (c.text().isBlank()) {
            return Decision.refuse(new Rejection.BlankText());
        }
        if (c.text().length() > limits.maxTextLength()) {
            return Decision.refuse(
                    new Rejection.UnacceptableText(c.text().length(), limits.maxTextLength()));
        }
        if (c.agent() != null && !catalog.has(c.agent())) {
            return Decision.refuse(new Rejection.UnknownAgent(c.agent()));
        }
        MessagePosted posted =
                new MessagePosted(c.message(), c.agent(), c.text(), c.trace(), c.at());
        return switch (state) {
            case Quiet s -> Decision.accept(posted, firstRun(s.transcript(), posted, c.at()));
            case Answering s when s.waiting().size() >= limits.maxWaiting() ->
                    Decision.refuse(
                            new Rejection.TooManyWaiting(limits.maxWaiting(), limits.retryAfter()));
            case Answering s -> Decision.accept(posted);
        };
    }

    private Decision<ConversationEvent> reassign(
            ConversationState state, ConversationCommand.Reassign c) {
        if (!catalog.has(c.to())) {
            return Decision.refuse(new Rejection.UnknownAgent(c.to()));
        }
        return state.transcript().owner().filter(c.to()::equals).isPresent()
                ? Decision.ignore()
                : Decision.accept(new ConversationEvent.Reassigned(c.to(), c.at()));
    }

    private Decision<ConversationEvent> cancel(
            ConversationState state, ConversationCommand.CancelTurn c) {
        if (!(state instanceof Answering s)) {
            return Decision.ignore();
        }
        Turn turn = s.turn();
        RunFailure why = new RunFailure.Cancelled(c.reason());
        return ended(
                s, new TurnFailed(turn.run(), turn.agent(), why, turn.trace(), c.at()), c.at());
    }

    private static ConversationState reassigned(
            ConversationState state, ConversationEvent.Reassigned e) {
        return switch (state) {
            case Quiet s -> new Quiet(s.transcript().ownedBy(e.to()), s.waiting());
            case Answering s ->
                    new Answering(s.transcript().ownedBy(e.to()), s.turn(), s.waiting());
        };
    }

    private Decision<ConversationEvent> record(ConversationState state, RecordOutcome c) {
        if (!(state instanceof Answering s) || !s.turn().run().equals(c.run())) {
            return Decision.ignore();
        }
        Turn turn = s.turn();
        return switch (c.outcome()) {
            case RunOutcome.Answered o ->
                    ended(
                            s,
                            new AnswerPosted(
                                    turn.run(), turn.agent(), o.text(), turn.trace(), c.at()),
                            c.at());
            case RunOutcome.Failed o ->
                    ended(
                            s,
                            new TurnFailed(
                                    turn.run(), turn.agent(), o.failure(), turn.trace(), c.at()),
                            c.at());
            case RunOutcome.HandedOff o -> handOff(s, o, c.at());
        };
    }

    private Decision<ConversationEvent> handOff(
            Answering state, RunOutcome.HandedOff outcome, Instant at) {
        Turn turn = state.turn();
        if (turn.runs() > limits.maxHandoffs()) {
            RunFailure why = new RunFailure.TooManyHandoffs(limits.maxHandoffs());
            return ended(
                    state, new TurnFailed(turn.run(), turn.agent(), why, turn.trace(), at), at);
        }
        if (!catalog.has(outcome.to())) {
            RunFailure why = new RunFailure.UnknownAgent(outcome.to());
            return ended(
                    state, new TurnFailed(turn.run(), turn.agent(), why, turn.trace(), at), at);
        }
        RunId next = RunId.of(turn.message(), turn.runs() + 1);
        return Decision.accept(
                new HandedOff(turn.run(), turn.agent(), next, outcome.to(), outcome.note(), at));
    }

    /** The turn is over; the next message, if one waits, has its turn now. */
    private Decision<ConversationEvent> ended(Answering state, ConversationEvent end, Instant at) {
        if (state.waiting().isEmpty()) {
            return Decision.accept(end);
        }
        ConversationState after = evolve(state, end);
        return Decision.accept(end, firstRun(after.transcript(), after.waiting().getFirst(), at));
    }

    private RunRequested firstRun(Transcript transcript, MessagePosted message, Instant at) {
        AgentType owner = transcript.owner().orElseGet(catalog::first);
        AgentType agent = message.agent() != null ? message.agent() : owner;
        return new RunRequested(firstRun(message.message()), message.message(), agent, at);
    }

    private static ConversationState posted(ConversationState state, MessagePosted e) {
        List<MessagePosted> waiting = new ArrayList<>(state.waiting());
        waiting.add(e);
        return switch (state) {
            case Quiet s -> new Quiet(s.transcript(), waiting);
            case Answering s -> new Answering(s.transcript(), s.turn(), waiting);
        };
    }

    private static ConversationState runRequested(ConversationState state, RunRequested e) {
        if (state instanceof Answering) {
            throw new IllegalStateException("a turn is being worked on at " + e);
        }
        MessagePosted m = state.waiting().getFirst();
        Transcript transcript =
                state.transcript().append(new Message.User(m.message(), m.text(), m.at()));
        List<MessagePosted> waiting = state.waiting().subList(1, state.waiting().size());
        Turn turn = Turn.begin(m, e, transcript.messages().size());
        return new Answering(transcript.ownedBy(e.agent()), turn, waiting);
    }

    private static ConversationState answered(Answering state, AnswerPosted e) {
        Message answer = new Message.Assistant(e.run(), e.agent(), e.text(), e.at());
        Transcript transcript = state.transcript().append(answer);
        return new Quiet(
                transcript.seenBy(e.agent(), transcript.messages().size()), state.waiting());
    }

    private static ConversationState handedOff(Answering state, HandedOff e) {
        Transcript seen = state.transcript().seenBy(e.from(), state.turn().upTo());
        return new Answering(seen.ownedBy(e.to()), state.turn().handedOver(e), state.waiting());
    }

    private static ConversationState quiet(Answering state) {
        Turn turn = state.turn();
        return new Quiet(state.transcript().seenBy(turn.agent(), turn.upTo()), state.waiting());
    }

    private static Answering answering(ConversationState state, ConversationEvent event) {
        if (state instanceof Answering answering) {
            return answering;
        }
        throw new IllegalStateException("no turn is being worked on at " + event);
    }

    private ConversationEffect startRun(Answering state) {
        Turn turn = state.turn();
        Transcript transcript = state.transcript();
        RunRequest request =
                new RunRequest(
                        turn.run(),
                        new RunOrigin.Turn(self),
                        turn.shown(transcript.messages(), transcript.seenBy(turn.agent())),
                        List.of(),
                        turn.trace());
        return new ConversationEffect.StartRun(AgentId.in(self, turn.agent()), request);
    }

    private static Optional<String> textOf(ConversationState state, MessageId id) {
        for (MessagePosted waiting : state.waiting()) {
            if (waiting.message().equals(id)) {
                return Optional.of(waiting.text());
            }
        }
        List<Message> messages = state.transcript().messages();
        int oldest = Math.max(0, messages.size() - 2 * ConversationLimits.DEDUPLICATION_WINDOW);
        for (int i = messages.size() - 1; i >= oldest; i--) {
            if (messages.get(i) instanceof Message.User user && user.id().equals(id)) {
                return Optional.of(user.text());
            }
        }
        return Optional.empty();
    }
}
