package org.talkoot.bridges.wire;

/** What an envelope says, and what each form calls it. */
enum Field {
    ID("event_id", "id"),
    TYPE("event_type", "type"),
    VERSION("version", "type"),
    TIME("timestamp", "time"),
    SOURCE("source_agent", "source"),
    TARGET("target_agent", "targetagent"),
    CORRELATION("correlation_id", "correlationid"),
    CAUSATION("causation_id", "causationid"),
    /** The conversation, said by that name. */
    CONVERSATION("conversation_id", "conversationid"),
    /** In plain JSON an entry of the metadata. */
    TENANT("tenant", "tenantid"),
    /** In plain JSON an entry of the metadata. */
    DEPTH("talkoot_depth", "talkootdepth"),
    /** CloudEvents only. */
    SUBJECT("", "subject"),
    /** CloudEvents only. */
    PARTITION_KEY("", "partitionkey");

    private final String jsonName;
    private final String attribute;

    Field(String jsonName, String attribute) {
        this.jsonName = jsonName;
        this.attribute = attribute;
    }

    String jsonName() {
        return jsonName;
    }

    /** Its name in CloudEvents. */
    String attribute() {
        return attribute;
    }

    boolean isMetadata() {
        return this == TENANT || this == DEPTH;
    }

    /** In plain JSON a member of the envelope. */
    boolean isTopLevel() {
        return !isMetadata() && !jsonName.isEmpty();
    }

    /** How a message about it begins. */
    String jsonLabel() {
        return (isMetadata() ? "metadata '%s'" : "field '%s'").formatted(jsonName);
    }

    String attributeLabel() {
        return "attribute '%s'".formatted(attribute);
    }
}
