package org.talkoot.core.conversation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.Aggregate;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationCommand.RecordOutcome;
import org.talkoot.core.conversation.ConversationEvent.AbandonedRunSettled;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.conversation.ConversationEvent.AttributesChanged;
import org.talkoot.core.conversation.ConversationEvent.ConversationRemoved;
import org.talkoot.core.conversation.ConversationEvent.HandedOff;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.conversation.ConversationEvent.RunRequested;
import org.talkoot.core.conversation.ConversationEvent.TurnAbandoned;
import org.talkoot.core.conversation.ConversationEvent.TurnFailed;
import org.talkoot.core.conversation.ConversationState.Answering;
import org.talkoot.core.conversation.ConversationState.Quiet;
import org.talkoot.core.conversation.ConversationState.Removed;
import org.talkoot.core.conversation.ConversationState.Transcript;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;

/**
 * A conversation: messages in order, one turn at a time, one answer or one named failure for each.
 *
 * <p>A repeated message is recognised by its id among the last {@link ConversationLimits#DEDUPLICATION_WINDOW} and
 * ignored; a repeated outcome by its run, which is no longer the active one. The run of a message is derived from its
 * id, so it can be named before it begins.
 */
public final class Conversation
        implements Aggregate<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect> {

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
        return new Quiet(Transcript.EMPTY, List.of(), List.of(), Optional.empty());
    }

    @Override
    public Decision<ConversationEvent> decide(ConversationState state, ConversationCommand command) {
        return state instanceof Removed ? decideRemoved(command) : decideOpen(state, command);
    }

    /** Whoever wants something hears that it is gone; what only comes to its end here has come to it. */
    private Decision<ConversationEvent> decideRemoved(ConversationCommand command) {
        return switch (command) {
            case PostMessage c -> gone();
            case ConversationCommand.ChangeAttributes c -> gone();
            case ConversationCommand.Reassign c -> gone();
            case ConversationCommand.CancelTurn c -> gone();
            case RecordOutcome c -> Decision.ignore();
            case ConversationCommand.ExpireRun c -> Decision.ignore();
            case ConversationCommand.ProlongTurn c -> Decision.ignore();
            case ConversationCommand.Remove c -> Decision.ignore();
        };
    }

    private Decision<ConversationEvent> gone() {
        return Decision.refuse(new Rejection.ConversationRemoved(self));
    }

    private Decision<ConversationEvent> decideOpen(ConversationState state, ConversationCommand command) {
        return switch (command) {
            case PostMessage c -> post(state, c);
            case RecordOutcome c -> record(state, c);
            case ConversationCommand.ChangeAttributes c -> change(state, c);
            case ConversationCommand.Reassign c -> reassign(state, c);
            case ConversationCommand.CancelTurn c -> cancel(state, c);
            case ConversationCommand.ExpireRun c -> expire(state, c);
            case ConversationCommand.Remove c -> Decision.accept(new ConversationRemoved(c.trace(), c.at()));
            case ConversationCommand.ProlongTurn c -> prolong(state, c);
        };
    }

    @Override
    public ConversationState evolve(ConversationState state, ConversationEvent event) {
        return switch (event) {
            case MessagePosted e -> posted(state, e);
            case RunRequested e -> runRequested(state, e);
            case AnswerPosted e -> answered(answering(state, e), e);
            case AttributesChanged e -> known(state, e);
            case HandedOff e -> handedOff(answering(state, e), e);
            case TurnFailed e -> quiet(answering(state, e));
            case TurnAbandoned e -> abandoned(answering(state, e), e);
            case AbandonedRunSettled e -> state.settled(e.run());
            case ConversationEvent.Reassigned e -> state.ownedBy(e.to());
            case ConversationRemoved e -> new Removed();
            case ConversationEvent.TurnProlonged e -> answering(state, e).until(e.deadline());
        };
    }

    @Override
    public List<ConversationEffect> outstanding(ConversationState state) {
        if (!(state instanceof Answering) && state.abandoned().isEmpty()) {
            return List.of();
        }
        List<ConversationEffect> effects = new ArrayList<>();
        for (AbandonedRun left : state.abandoned()) {
            AgentId agent = AgentId.in(self, left.agent());
            effects.add(new ConversationEffect.StopRun(agent, left.run(), left.reason()));
            effects.add(new ConversationEffect.ArmDeadline(left.run(), left.until()));
        }
        if (state instanceof Answering s) {
            effects.add(startRun(s));
            effects.add(
                    new ConversationEffect.ArmDeadline(s.turn().run(), s.turn().deadline()));
        }
        return effects;
    }

    private Decision<ConversationEvent> post(ConversationState state, PostMessage c) {
        Optional<Said> known = said(state, c.message());
        if (known.isPresent()) {
            return isSame(known.get(), c)
                    ? Decision.ignore()
                    : Decision.refuse(new Rejection.MessageIdReused(c.message()));
        }
        if (c.text().isBlank() && c.attachments().isEmpty()) {
            return Decision.refuse(new Rejection.BlankText());
        }
        if (c.attachments().size() > Attachment.MOST) {
            return Decision.refuse(
                    new Rejection.TooManyAttachments(c.attachments().size(), Attachment.MOST));
        }
        if (c.text().length() > limits.maxTextLength()) {
            return Decision.refuse(new Rejection.UnacceptableText(c.text().length(), limits.maxTextLength()));
        }
        if (c.agent() != null && !catalog.isOpen(c.agent())) {
            return Decision.refuse(new Rejection.UnknownAgent(c.agent()));
        }
        if (state instanceof Answering s && s.waiting().size() >= limits.maxWaiting()) {
            return Decision.refuse(new Rejection.TooManyWaiting(limits.maxWaiting(), limits.retryAfter()));
        }
        List<ConversationEvent> events = new ArrayList<>();
        if (c.attributes() != null) {
            Optional<Attributes> changed = state.attributes().after(c.attributes());
            if (changed.isEmpty()) {
                return tooManyAttributes();
            }
            if (!changed.get().equals(state.attributes())) {
                events.add(new AttributesChanged(c.message(), changed.get(), c.trace(), c.at()));
            }
        }
        MessagePosted posted = new MessagePosted(
                c.message(), c.agent(), catalog.redaction().of(c.text()), c.attachments(), c.trace(), c.at());
        events.add(posted);
        if (state instanceof Quiet s) {
            events.add(firstRun(s.transcript(), posted, c.at()));
        }
        return new Decision.Accept<>(events);
    }

    /**
     * Of a message that is sent again the redacted text is known; and if it was stored by other rules, what these leave
     * of it. So messages under one id that differ in what is taken out of both are the same.
     */
    private boolean isSame(Said known, PostMessage c) {
        if (!known.attachments().equals(c.attachments())) {
            return false;
        }
        if (known.text().equals(c.text())) {
            return true;
        }
        if (c.text().length() > limits.maxTextLength()) {
            return false;
        }
        String redacted = catalog.redaction().of(c.text());
        return known.text().equals(redacted)
                || catalog.redaction().of(known.text()).equals(redacted);
    }

    /** A conversation begins with a message, which may bring attributes; there is nothing to know of it before. */
    private static Decision<ConversationEvent> change(ConversationState state, ConversationCommand.ChangeAttributes c) {
        if (!state.hasBegun()) {
            return Decision.refuse(new Rejection.NotOpened());
        }
        if (state.known().filter(known -> known.has(c.change())).isPresent()) {
            return Decision.ignore();
        }
        Optional<Attributes> changed = state.attributes().after(c.attributes());
        if (changed.isEmpty()) {
            return tooManyAttributes();
        }
        return changed.get().equals(state.attributes())
                ? Decision.ignore()
                : Decision.accept(new AttributesChanged(c.change(), changed.get(), c.trace(), c.at()));
    }

    private static Decision<ConversationEvent> tooManyAttributes() {
        return Decision.refuse(new Rejection.TooManyAttributes(Attributes.MOST, Attributes.MAX_LENGTH));
    }

    private Decision<ConversationEvent> reassign(ConversationState state, ConversationCommand.Reassign c) {
        if (!catalog.isOpen(c.to())) {
            return Decision.refuse(new Rejection.UnknownAgent(c.to()));
        }
        return state.transcript().owner().filter(c.to()::equals).isPresent()
                ? Decision.ignore()
                : Decision.accept(new ConversationEvent.Reassigned(c.to(), c.at()));
    }

    private Decision<ConversationEvent> cancel(ConversationState state, ConversationCommand.CancelTurn c) {
        return state instanceof Answering s && (c.message() == null || isTurnOf(s, c.message()))
                ? abandon(s, new RunFailure.Cancelled(c.reason()), c.at())
                : Decision.ignore();
    }

    private static boolean isTurnOf(Answering state, MessageId message) {
        return state.turn().message().equals(message);
    }

    private Decision<ConversationEvent> expire(ConversationState state, ConversationCommand.ExpireRun c) {
        if (state instanceof Answering s && s.turn().run().equals(c.run())) {
            if (c.at().isBefore(s.turn().deadline())) {
                return Decision.ignore();
            }
            return abandon(s, new RunFailure.TurnTimeOver(s.turn().deadline()), c.at());
        }
        return isAbandoned(state, c.run())
                ? Decision.accept(new AbandonedRunSettled(c.run(), false, c.at()))
                : Decision.ignore();
    }

    /** Afterwards the run has what it had before, whatever that was: all that a run may take. */
    private Decision<ConversationEvent> prolong(ConversationState state, ConversationCommand.ProlongTurn c) {
        return state instanceof Answering s
                        && s.turn().run().equals(c.run())
                        && deadline(c.until()).isAfter(s.turn().deadline())
                ? Decision.accept(new ConversationEvent.TurnProlonged(c.run(), deadline(c.until()), c.at()))
                : Decision.ignore();
    }

    /** The turn ends at once; that its run ends too is seen to from now on. */
    private Decision<ConversationEvent> abandon(Answering state, RunFailure why, Instant at) {
        Turn turn = state.turn();
        List<ConversationEvent> events = new ArrayList<>();
        if (state.abandoned().size() >= ConversationLimits.MAX_ABANDONED) {
            RunId oldest = state.abandoned().getFirst().run();
            events.add(new AbandonedRunSettled(oldest, false, at));
        }
        events.add(new TurnAbandoned(turn.run(), turn.agent(), why, turn.trace(), deadline(at), at));
        return ended(state, events, at);
    }

    private static boolean isAbandoned(ConversationState state, RunId run) {
        return state.abandoned().stream().anyMatch(left -> left.run().equals(run));
    }

    /** No run that begins by now takes as long. */
    private Instant deadline(Instant at) {
        return catalog.latestDeadline(at).plus(limits.turnTime());
    }

    private Decision<ConversationEvent> record(ConversationState state, RecordOutcome c) {
        if (isAbandoned(state, c.run())) {
            return Decision.accept(new AbandonedRunSettled(c.run(), true, c.at()));
        }
        if (!(state instanceof Answering s) || !s.turn().run().equals(c.run())) {
            return Decision.ignore();
        }
        Turn turn = s.turn();
        return switch (c.outcome()) {
            case RunOutcome.Answered o -> ended(s, answer(turn, o, c.at()), c.at());
            case RunOutcome.Failed o ->
                ended(s, new TurnFailed(turn.run(), turn.agent(), o.failure(), turn.trace(), c.at()), c.at());
            case RunOutcome.HandedOff o -> handOff(s, o, c.at());
        };
    }

    private static AnswerPosted answer(Turn turn, RunOutcome.Answered outcome, Instant at) {
        return new AnswerPosted(
                turn.run(),
                turn.agent(),
                outcome.text(),
                outcome.model(),
                outcome.dataType(),
                outcome.attachments(),
                turn.trace(),
                at);
    }

    private Decision<ConversationEvent> handOff(Answering state, RunOutcome.HandedOff outcome, Instant at) {
        Turn turn = state.turn();
        if (turn.runs() > limits.maxHandoffs()) {
            RunFailure why = new RunFailure.TooManyHandoffs(limits.maxHandoffs());
            return ended(state, new TurnFailed(turn.run(), turn.agent(), why, turn.trace(), at), at);
        }
        if (!catalog.isOpen(outcome.to())) {
            RunFailure why = new RunFailure.UnknownAgent(outcome.to());
            return ended(state, new TurnFailed(turn.run(), turn.agent(), why, turn.trace(), at), at);
        }
        RunId next = RunId.of(turn.message(), turn.runs() + 1);
        return Decision.accept(new HandedOff(turn.run(), turn.agent(), next, outcome.to(), outcome.note(), at));
    }

    /** The turn is over; the next message, if one waits, has its turn now. */
    private Decision<ConversationEvent> ended(Answering state, List<ConversationEvent> end, Instant at) {
        if (state.waiting().isEmpty()) {
            return new Decision.Accept<>(end);
        }
        ConversationState after = fold(state, end);
        List<ConversationEvent> events = new ArrayList<>(end);
        events.add(firstRun(after.transcript(), after.waiting().getFirst(), at));
        return new Decision.Accept<>(events);
    }

    private Decision<ConversationEvent> ended(Answering state, ConversationEvent end, Instant at) {
        return ended(state, List.of(end), at);
    }

    private RunRequested firstRun(Transcript transcript, MessagePosted message, Instant at) {
        AgentType owner = transcript.owner().orElseGet(catalog::first);
        AgentType agent = message.agent() != null ? message.agent() : owner;
        return new RunRequested(firstRun(message.message()), message.message(), agent, deadline(at), at);
    }

    private static ConversationState posted(ConversationState state, MessagePosted e) {
        List<MessagePosted> waiting = new ArrayList<>(state.waiting());
        waiting.add(e);
        return state.withWaiting(waiting);
    }

    private static ConversationState known(ConversationState state, AttributesChanged e) {
        return state.knowing(state.known().orElse(Known.NOTHING).after(e.change(), e.attributes()));
    }

    private static ConversationState runRequested(ConversationState state, RunRequested e) {
        if (state instanceof Answering) {
            throw new IllegalStateException("a turn is being worked on at " + e);
        }
        MessagePosted m = state.waiting().getFirst();
        Transcript transcript =
                state.transcript().append(new Message.User(m.message(), m.text(), m.attachments(), m.at()));
        List<MessagePosted> waiting = state.waiting().subList(1, state.waiting().size());
        Turn turn = Turn.begin(m, e, transcript.messages().size());
        return new Answering(transcript.ownedBy(e.agent()), turn, waiting, state.abandoned(), state.known());
    }

    private static ConversationState answered(Answering state, AnswerPosted e) {
        Message answer =
                new Message.Assistant(e.run(), e.agent(), e.text(), e.model(), e.dataType(), e.attachments(), e.at());
        Transcript transcript = state.transcript().append(answer);
        return new Quiet(
                transcript.seenBy(e.agent(), transcript.messages().size()),
                state.waiting(),
                state.abandoned(),
                state.known());
    }

    private static ConversationState handedOff(Answering state, HandedOff e) {
        Transcript seen = state.transcript().seenBy(e.from(), state.turn().upTo());
        return new Answering(
                seen.ownedBy(e.to()), state.turn().handedOver(e), state.waiting(), state.abandoned(), state.known());
    }

    private static ConversationState quiet(Answering state) {
        return quiet(state, state.abandoned());
    }

    private static ConversationState quiet(Answering state, List<AbandonedRun> abandoned) {
        Turn turn = state.turn();
        return new Quiet(
                state.transcript().seenBy(turn.agent(), turn.upTo()), state.waiting(), abandoned, state.known());
    }

    private static ConversationState abandoned(Answering state, TurnAbandoned e) {
        List<AbandonedRun> more = new ArrayList<>(state.abandoned());
        more.add(new AbandonedRun(e.run(), e.agent(), e.failure().detail(), e.until()));
        return quiet(state, more);
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
        RunRequest request = new RunRequest(
                turn.run(),
                new RunOrigin.Turn(self),
                turn.shown(transcript.messages(), transcript.seenBy(turn.agent())),
                List.of(),
                traceOf(turn, state.attributes()));
        return new ConversationEffect.StartRun(AgentId.in(self, turn.agent()), request);
    }

    /** A run goes by what is known of the conversation when it is asked for. */
    private static @Nullable Trace traceOf(Turn turn, Attributes known) {
        Trace trace = turn.trace();
        return known.isEmpty() && trace == null
                ? null
                : (trace != null ? trace : Trace.begunBy(turn.message())).in(known);
    }

    /** By which a repeat is told from another message of the same id. */
    private record Said(String text, List<Attachment> attachments) {}

    private static Optional<Said> said(ConversationState state, MessageId id) {
        for (MessagePosted waiting : state.waiting()) {
            if (waiting.message().equals(id)) {
                return Optional.of(new Said(waiting.text(), waiting.attachments()));
            }
        }
        List<Message> messages = state.transcript().messages();
        int oldest = Math.max(0, messages.size() - 2 * ConversationLimits.DEDUPLICATION_WINDOW);
        for (int i = messages.size() - 1; i >= oldest; i--) {
            if (messages.get(i) instanceof Message.User user && user.id().equals(id)) {
                return Optional.of(new Said(user.text(), user.attachments()));
            }
        }
        return Optional.empty();
    }
}
