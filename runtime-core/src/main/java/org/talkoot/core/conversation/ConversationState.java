package org.talkoot.core.conversation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.RunId;
import org.talkoot.core.collection.PersistentVector;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.model.Message;

/**
 * The state of a conversation.
 *
 * <pre>
 *   Quiet     --MessagePosted, AttributesChanged, Reassigned, AbandonedRunSettled--> Quiet
 *   Quiet     --RunRequested--> Answering
 *   Quiet     --ConversationRemoved--> Removed
 *   Answering --AnswerPosted, TurnFailed, TurnAbandoned--> Quiet
 *   Answering --MessagePosted, HandedOff, AttributesChanged, TurnProlonged, Reassigned, AbandonedRunSettled--> Answering
 *   Answering --ConversationRemoved--> Removed
 * </pre>
 *
 * <p>Invariants: one turn at a time; messages wait only while a turn is worked on or between two events of one
 * decision; turns are worked on in the order of their messages; at most {@link ConversationLimits#MAX_ABANDONED} runs
 * are abandoned and not settled.
 */
public sealed interface ConversationState {

    Transcript transcript();

    /** Messages whose turn has not begun, in order. */
    List<MessagePosted> waiting();

    /** Runs that were abandoned and may not have ended, the oldest first. */
    List<AbandonedRun> abandoned();

    /** What is known of the conversation; empty: nothing ever was. */
    Optional<Known> known();

    /** No turn is being worked on. */
    record Quiet(
            Transcript transcript, List<MessagePosted> waiting, List<AbandonedRun> abandoned, Optional<Known> known)
            implements ConversationState {
        public Quiet {
            waiting = List.copyOf(waiting);
            abandoned = List.copyOf(abandoned);
        }
    }

    /** One turn is being worked on. */
    record Answering(
            Transcript transcript,
            Turn turn,
            List<MessagePosted> waiting,
            List<AbandonedRun> abandoned,
            Optional<Known> known)
            implements ConversationState {
        public Answering {
            waiting = List.copyOf(waiting);
            abandoned = List.copyOf(abandoned);
        }

        Answering until(Instant deadline) {
            return new Answering(transcript, turn.until(deadline), waiting, abandoned, known);
        }
    }

    /** Nothing is said here any more, and what was said is known no more. It stays so. */
    record Removed() implements ConversationState {

        @Override
        public Transcript transcript() {
            return Transcript.EMPTY;
        }

        @Override
        public List<MessagePosted> waiting() {
            return List.of();
        }

        @Override
        public List<AbandonedRun> abandoned() {
            return List.of();
        }

        @Override
        public Optional<Known> known() {
            return Optional.empty();
        }
    }

    private ConversationState with(Transcript transcript, List<MessagePosted> waiting) {
        return switch (this) {
            case Quiet s -> new Quiet(transcript, waiting, s.abandoned(), s.known());
            case Answering s -> new Answering(transcript, s.turn(), waiting, s.abandoned(), s.known());
            case Removed s -> s;
        };
    }

    /** The same, with other messages that wait. */
    default ConversationState withWaiting(List<MessagePosted> changed) {
        return with(transcript(), changed);
    }

    /** The same, which this agent has from now on. */
    default ConversationState ownedBy(AgentType agent) {
        return with(transcript().ownedBy(agent), waiting());
    }

    /** The same, where the end of this run is not waited for any more. */
    default ConversationState settled(RunId run) {
        List<AbandonedRun> fewer =
                abandoned().stream().filter(left -> !left.run().equals(run)).toList();
        return switch (this) {
            case Quiet s -> new Quiet(s.transcript(), s.waiting(), fewer, s.known());
            case Answering s -> new Answering(s.transcript(), s.turn(), s.waiting(), fewer, s.known());
            case Removed s -> s;
        };
    }

    /** The same, of which something else is known. */
    default ConversationState knowing(Known changed) {
        return switch (this) {
            case Quiet s -> new Quiet(s.transcript(), s.waiting(), s.abandoned(), Optional.of(changed));
            case Answering s ->
                new Answering(s.transcript(), s.turn(), s.waiting(), s.abandoned(), Optional.of(changed));
            case Removed s -> s;
        };
    }

    /** What is known of the conversation now. */
    default Attributes attributes() {
        return known().map(Known::attributes).orElse(Attributes.NONE);
    }

    /** Whether anybody has ever written here. */
    default boolean hasBegun() {
        return !transcript().messages().isEmpty() || !waiting().isEmpty();
    }

    /**
     * What was said, and who has seen how much of it.
     *
     * @param messages user and assistant messages, in the order in which turns began and ended
     * @param owner who answers messages that name nobody; empty before the first turn
     * @param seen how many of the messages each agent has been shown or said itself
     */
    record Transcript(PersistentVector<Message> messages, Optional<AgentType> owner, Map<AgentType, Integer> seen) {

        static final Transcript EMPTY = new Transcript(PersistentVector.empty(), Optional.empty(), Map.of());

        Transcript append(Message message) {
            return new Transcript(messages.append(message), owner, seen);
        }

        Transcript ownedBy(AgentType agent) {
            return new Transcript(messages, Optional.of(agent), seen);
        }

        Transcript seenBy(AgentType agent, int count) {
            Map<AgentType, Integer> changed = new LinkedHashMap<>(seen);
            changed.put(agent, count);
            return new Transcript(messages, owner, Map.copyOf(changed));
        }

        int seenBy(AgentType agent) {
            return seen.getOrDefault(agent, 0);
        }
    }
}
