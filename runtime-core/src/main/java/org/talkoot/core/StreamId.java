package org.talkoot.core;

/**
 * One stream of the journal: the events of one aggregate. The conversation it belongs to comes first and is its feed;
 * the entity says which aggregate of it.
 *
 * <p>Texts are written by {@link #text} and {@link #entity} and read here, and nowhere else. What can be read is one of
 * the kinds and is written again as it was.
 *
 * @see <a href="../../../../../../../docs/adr/0022-ids-are-read-in-one-place.md">ADR 0022</a>
 */
public sealed interface StreamId {

    /** What a conversation decided. */
    record OfConversation(ConversationId conversation) implements StreamId {

        /** No agent may have this name. */
        static final String ENTITY = "conversation";

        @Override
        public ConversationId feed() {
            return conversation;
        }

        @Override
        public String entity() {
            return ENTITY;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Where events from outside enter that are meant for nobody in particular. */
    record OfInbox(ConversationId subject) implements StreamId {

        private static final String ENTITY = "inbox:events";

        @Override
        public ConversationId feed() {
            return subject;
        }

        @Override
        public String entity() {
            return ENTITY;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What became of a dead letter, which is shown in the conversation it belongs to. */
    record OfDeadLetter(ConversationId conversation, DeadLetterId letter) implements StreamId {

        private static final String PREFIX = "dead-letter:";

        @Override
        public ConversationId feed() {
            return conversation;
        }

        @Override
        public String entity() {
            return PREFIX + letter.value();
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** When a schedule is due, and what became of its occurrences. */
    record OfSchedule(ScheduleId schedule) implements StreamId {

        private static final String ENTITY = "schedule:times";

        @Override
        public ConversationId feed() {
            return schedule.feed();
        }

        @Override
        public String entity() {
            return ENTITY;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What is known of somebody, whose memory its feed is named after. */
    record OfMemory(ConversationId owner) implements StreamId {

        private static final String ENTITY = "memory:facts";

        @Override
        public ConversationId feed() {
            return owner;
        }

        @Override
        public String entity() {
            return ENTITY;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** The runs of one agent. */
    record OfAgent(AgentId agent) implements StreamId {

        @Override
        public ConversationId feed() {
            return agent.conversation();
        }

        @Override
        public String entity() {
            return agent.entity();
        }

        /** One of very many is alone. */
        @Override
        public String placement() {
            return agent.isApart() ? text() : StreamId.super.placement();
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** The conversation that shows it. */
    ConversationId feed();

    /** Its name within its feed. */
    String entity();

    /** The text form, {@code tenant/key|entity}. */
    default String text() {
        return feed() + "|" + entity();
    }

    /** The agent whose stream this is. Only where the events say that it is one's, as those of runs do. */
    default AgentId agent() {
        throw new IllegalStateException("not the stream of an agent: " + this);
    }

    /** The letter whose stream this is. Only where the events say that it is one's. */
    default DeadLetterId letter() {
        throw new IllegalStateException("not the stream of a dead letter: " + this);
    }

    /** The schedule whose stream this is. Only where the events say that it is one's. */
    default ScheduleId schedule() {
        throw new IllegalStateException("not the stream of a schedule: " + this);
    }

    static StreamId of(ScheduleId schedule) {
        return new OfSchedule(schedule);
    }

    static StreamId memoryOf(ConversationId owner) {
        return new OfMemory(owner);
    }

    static StreamId of(ConversationId conversation) {
        return new OfConversation(conversation);
    }

    static StreamId inboxOf(ConversationId subject) {
        return new OfInbox(subject);
    }

    static StreamId of(ConversationId conversation, DeadLetterId letter) {
        return new OfDeadLetter(conversation, letter);
    }

    static StreamId of(AgentId agent) {
        return new OfAgent(agent);
    }

    /**
     * Reads what {@link #feed} and {@link #entity} write, as tables hold it.
     *
     * @throws IllegalArgumentException if it is none of the kinds
     */
    static StreamId of(ConversationId feed, String entity) {
        if (entity.equals(OfConversation.ENTITY)) {
            return new OfConversation(feed);
        }
        if (entity.equals(OfInbox.ENTITY)) {
            return new OfInbox(feed);
        }
        if (entity.equals(OfMemory.ENTITY)) {
            return new OfMemory(feed);
        }
        if (entity.equals(OfSchedule.ENTITY)) {
            return new OfSchedule(ScheduleId.of(feed));
        }
        return entity.startsWith(OfDeadLetter.PREFIX)
                ? new OfDeadLetter(feed, new DeadLetterId(entity.substring(OfDeadLetter.PREFIX.length())))
                : new OfAgent(AgentId.of(feed, entity));
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException if it is none of the kinds
     */
    static StreamId parse(String text) {
        int bar = text.lastIndexOf('|');
        if (bar < 0) {
            throw new IllegalArgumentException("'%s' is not tenant/key|entity".formatted(text));
        }
        return of(ConversationId.parse(text.substring(0, bar)), text.substring(bar + 1));
    }

    /** What decides where the aggregate lives: streams that share it live together. */
    default String placement() {
        return feed().toString();
    }
}
