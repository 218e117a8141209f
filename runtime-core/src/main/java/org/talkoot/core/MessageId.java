package org.talkoot.core;

/**
 * One message of a conversation, unique in the whole installation. The edge derives it from the caller's idempotency
 * key where there is one, so that a repeated request names the same message.
 */
public record MessageId(String value) {

    public MessageId {
        Syntax.requireToken(value, "message id");
    }

    /** The message in which a run answers. */
    public static MessageId answerOf(RunId run) {
        return new MessageId(run.value() + "-answer");
    }

    @Override
    public String toString() {
        return value;
    }
}
