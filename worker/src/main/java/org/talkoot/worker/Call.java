package org.talkoot.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt of a call, for its handler. For the thread of the handler, but for {@link #isCancelled}. */
public final class Call {

    private final Request request;
    private final Consumer<String> progress;
    private final @Nullable Downloads downloads;
    private volatile boolean cancelled;

    Call(Request request, Consumer<String> progress, @Nullable Downloads downloads) {
        this.request = request;
        this.progress = progress;
        this.downloads = downloads;
    }

    public String tool() {
        return request.tool();
    }

    /** The same in all attempts: what was done under it must not be done again. */
    public String key() {
        return request.key();
    }

    /** From 1. */
    public int attempt() {
        return request.attempt();
    }

    /** An object, or a text where the tool takes plain text. */
    public JsonNode arguments() {
        return request.arguments();
    }

    /** A field of the arguments, as text; empty when there is none. */
    public String argument(String name) {
        return request.arguments().path(name).asText("");
    }

    /**
     * The bytes of an attachment of which the arguments have the id. Blocks, and asks again for some seconds while the
     * node has trouble.
     *
     * @throws ToolFailure there is none, the call is settled, no node gives it out, or this worker was not told where
     *     to ask: to be let through, if nothing can be done without it
     */
    public byte[] attachment(String id) throws ToolFailure, InterruptedException {
        if (downloads == null) {
            throw ToolFailure.permanent(
                    "no-attachments-here", "This worker was not told of a node that gives attachments out.");
        }
        return downloads.fetch(id, request.token());
    }

    /** What comes after that is late. */
    public Instant deadline() {
        return request.terms().deadline();
    }

    /**
     * Shows something of the work to whoever follows the conversation. May be dropped; that the handler is alive is
     * said without it.
     */
    public void progress(String text) {
        progress.accept(text);
    }

    /** The run that had asked has ended, so the handler may stop; what it returns is still heard. */
    public boolean isCancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
    }
}
