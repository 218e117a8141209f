package org.talkoot.core.tool;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.Attachments;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.lease.Epoch;

/**
 * What a tool may know of its call beside the arguments. The model sees nothing of it, and can change nothing in it.
 *
 * @param key under which the call is the same call in every attempt
 * @param caller on whose behalf: who asked for what the run does, however many agents lie between
 * @param attributes what was known of the conversation when the run was asked for
 */
public record ToolContext(
        IdempotencyKey key,
        AgentId agent,
        RunId run,
        CallId call,
        Caller caller,
        Attributes attributes,
        Attempt attempt) {

    /** Of a call that has not begun. */
    public ToolContext(AgentId agent, RunId run, CallId call, Caller caller) {
        this(IdempotencyKey.of(run, call), agent, run, call, caller, Attributes.NONE, Attempt.NONE);
    }

    /** Of a call that nobody in particular asked for. */
    public ToolContext(AgentId agent, RunId run, CallId call) {
        this(agent, run, call, Caller.anonymous(agent.tenant()));
    }

    public ToolContext in(Attempt changed) {
        return new ToolContext(key, agent, run, call, caller, attributes, changed);
    }

    /** The same in a conversation of which this is known. */
    public ToolContext knowing(Attributes known) {
        return new ToolContext(key, agent, run, call, caller, known, attempt);
    }

    public ConversationId conversation() {
        return agent.conversation();
    }

    /** As in {@link Attempt}. */
    public Epoch epoch() {
        return attempt.epoch();
    }

    /** When this attempt is interrupted. */
    public Instant deadline() {
        return attempt.deadline();
    }

    /** As in {@link ToolSignals}. */
    public boolean isCancelled() {
        return attempt.signals().isCancelled();
    }

    /** As in {@link ToolSignals}. */
    public void progress(String text) {
        attempt.signals().progress(text);
    }

    /**
     * Keeps bytes for the result of the call: they are attached to it by {@link ToolResult#success}. May block.
     *
     * @param type what they are, for example {@code image/png}
     * @param name a label for people and models; null: none
     * @throws IllegalArgumentException if they may not be kept, with the reason
     */
    public Attachment attach(byte[] bytes, String type, @Nullable String name) {
        return switch (attempt.signals().attachments().put(bytes, MediaType.parse(type), name)) {
            case Attachments.Reply.Kept kept -> kept.attachment();
            case Attachments.Reply.Refused refused -> throw new IllegalArgumentException(refused.why());
        };
    }

    /** The bytes of an attachment of the tenant; empty: there is none of this id, or not any more. May block. */
    public Optional<byte[]> attached(AttachmentId id) {
        return attempt.signals().attachments().read(id);
    }

    /** Writes a line to the log of the node, which knows which call says so. */
    public void log(String what) {
        attempt.signals().log(what, null);
    }

    /** The same, of something that went wrong. */
    public void log(String what, Throwable cause) {
        attempt.signals().log(what, cause);
    }
}
