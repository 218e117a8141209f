package org.talkoot.agents.facts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.talkoot.core.Hash;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.Rejection;
import org.talkoot.core.json.Json;
import org.talkoot.core.memory.Fact;
import org.talkoot.core.memory.Memories;
import org.talkoot.core.memory.MemoryCommand;
import org.talkoot.core.memory.Owner;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;

/** The one memory that a call may be about. */
record MemoryAccess(Owner.Kind kind, Memories memories, InstantSource clock) {

    /** Digits of the name of a call. */
    private static final int DIGITS = 24;

    /** Whose memories these are, as a model is told. */
    String whose() {
        return switch (kind) {
            case USER -> "the user";
            case TENANT -> "all users of this organisation";
            case AGENT -> "yourself, whoever asks";
        };
    }

    /** What is told to the memory of the owner that the context has. */
    interface Telling {
        MemoryCommand with(IdempotencyKey key, Instant at);
    }

    ToolResult tell(ToolContext context, Telling command, String done) throws TimeoutException, InterruptedException {
        Optional<Owner> owner = kind.of(context.caller(), context.agent());
        if (owner.isEmpty()) {
            return nobody();
        }
        return memories.tell(owner.get(), command.with(key(context), clock.instant()))
                .map(MemoryAccess::refused)
                .orElseGet(() -> ToolResult.success(done));
    }

    /** What is known, or why nobody can say. */
    sealed interface Known {
        record Facts(List<Fact> facts) implements Known {}

        record Nobody(ToolResult why) implements Known {}
    }

    Known known(ToolContext context) throws TimeoutException, InterruptedException {
        Optional<Owner> owner = kind.of(context.caller(), context.agent());
        return owner.isEmpty() ? new Known.Nobody(nobody()) : new Known.Facts(memories.known(owner.get()));
    }

    private static ToolResult nobody() {
        return ToolResult.failure("nobody-known", "Nobody knows who asks, so there is no memory of them.");
    }

    static ToolResult refused(Rejection why) {
        return ToolResult.failure(why.code(), why.detail());
    }

    /** The same in every attempt, and of no other call in any conversation: ids of runs are of their conversation. */
    private static IdempotencyKey key(ToolContext context) {
        return new IdempotencyKey(Hash.of(context.agent() + "|" + context.key(), DIGITS));
    }

    /** An argument that is a text; empty: there is none. */
    static Optional<String> text(ToolCall call, String name) {
        return Json.parse(call.arguments()) instanceof Json.Obj arguments
                        && arguments.fields().get(name) instanceof Json.Text(String value)
                ? Optional.of(value)
                : Optional.empty();
    }
}
