package org.talkoot.agents.entity;

import org.talkoot.agents.wire.WireMessage;

/** What an entity can be told: by the edge, by another entity, or by itself. */
sealed interface EntityMessage extends WireMessage {

    /** Be there, and go on with what is outstanding. */
    enum Wake implements EntityMessage {
        INSTANCE
    }

    /** The shard moves to another node, or the entity has asked to leave memory. */
    enum Leave implements EntityMessage {
        INSTANCE
    }

    /** Nobody has written for long, or memory is full. */
    enum Idle implements EntityMessage {
        INSTANCE
    }

    /** It is time to see whether anybody has written. */
    enum MayBeIdle implements EntityMessage {
        INSTANCE
    }

    /** Decide what has arrived. */
    enum Decide implements EntityMessage {
        INSTANCE
    }

    /** The other side may not have heard of this effect. */
    record TellAgain(String effect) implements EntityMessage {}

    /** The wait that this effect is may be over. */
    record Due(String effect) implements EntityMessage {}

    /** What only entities of one kind understand. */
    sealed interface ForKind extends EntityMessage
            permits ConversationEntity.Command,
                    AgentEntity.Command,
                    InboxEntity.Command,
                    DeadLetterEntity.Command,
                    ScheduleEntity.Command,
                    MemoryEntity.Command {}
}
