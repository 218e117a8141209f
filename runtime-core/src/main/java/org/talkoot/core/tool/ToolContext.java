package org.talkoot.core.tool;

import java.time.Instant;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
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

    /** Writes a line to the log of the node, which knows which call says so. */
    public void log(String what) {
        attempt.signals().log(what, null);
    }

    /** The same, of something that went wrong. */
    public void log(String what, Throwable cause) {
        attempt.signals().log(what, cause);
    }
}
