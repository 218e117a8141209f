package org.talkoot.bridges.intake;

import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.AgentType;
import org.talkoot.core.Hash;
import org.talkoot.core.MessageId;
import org.talkoot.core.conversation.ConversationCommand.ChangeAttributes;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.Attributes.Change;
import org.talkoot.core.event.Trace;

/**
 * What an event from outside asks for: a message to a conversation, something to be known of one, an answer to what a
 * run has asked for, or to be heard by whoever subscribes to it. An event with a target, or of one of the types
 * {@code task.requested} and {@code message.posted}, is a message: its text is the field {@code text} of the payload,
 * or all of the payload when there is none, and beside such a text the field {@code attributes} says what is to be
 * known of the conversation.
 */
sealed interface InboundEvent {

    /** Types that are messages even when they name nobody: whoever has the conversation answers. */
    Set<String> MESSAGES = Set.of("task.requested", "message.posted");

    /** What is known of a conversation changes by this type. */
    String ATTRIBUTES = "attributes.changed";

    /** To be posted in the conversation that is the event's subject. */
    record Message(AgentEvent event, PostMessage command) implements InboundEvent {}

    /** To be known of the conversation that is the event's subject. */
    record Attributes(AgentEvent event, ChangeAttributes command) implements InboundEvent {}

    /** To be brought to the run that waits for it. */
    record Report(AgentEvent event) implements InboundEvent {}

    /** What a person has decided elsewhere, to be brought to the run that asks. */
    record Decision(AgentEvent event) implements InboundEvent {}

    /** To enter the journal. */
    record Broadcast(AgentEvent event) implements InboundEvent {}

    /**
     * Reads an event.
     *
     * @throws IllegalArgumentException when its target is no agent
     * @throws UnreadableEventException when the attributes in it are none
     */
    static InboundEvent of(AgentEvent event, Instant now) {
        if (Answer.TYPES.contains(event.type().name())) {
            return new Report(event);
        }
        if (Deciding.TYPE.equals(event.type().name())) {
            return new Decision(event);
        }
        if (ATTRIBUTES.equals(event.type().name())) {
            return new Attributes(
                    event,
                    new ChangeAttributes(
                            messageId(event),
                            attributes(() -> Payloads.requiredAttributes(event.payload())),
                            Trace.causedBy(event),
                            now));
        }
        String target = event.address().target();
        if (target == null && !MESSAGES.contains(event.type().name())) {
            return new Broadcast(event);
        }
        return new Message(
                event,
                new PostMessage(
                                messageId(event),
                                target == null ? null : agent(target),
                                Payloads.text(event.payload()),
                                Trace.causedBy(event).deeper(),
                                now)
                        .knowing(attributes(() -> Payloads.attributes(event.payload()))));
    }

    private static Change attributes(Supplier<Change> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw UnreadableEventException.poison(String.valueOf(e.getMessage()));
        }
    }

    /** The same event is the same message; the id says nothing about the event's own. */
    static MessageId messageId(AgentEvent event) {
        return new MessageId("ev-" + Hash.of(event.subject() + "\n" + event.id(), 32));
    }

    /** A type of agent, alone or at its place in {@code /tenants/T/agents/TYPE/KEY}. */
    private static AgentType agent(String target) {
        String[] parts = target.split("/", -1);
        boolean path = parts.length >= 5 && parts[1].equals("tenants") && parts[3].equals("agents");
        return new AgentType(path ? parts[4] : target);
    }
}
