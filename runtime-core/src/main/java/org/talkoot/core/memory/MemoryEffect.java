package org.talkoot.core.memory;

import java.time.Instant;
import org.talkoot.core.Effect;

/** What a memory waits for. */
public sealed interface MemoryEffect extends Effect<MemoryCommand> {

    /** The end of what is known for a time. */
    record ArmExpiry(Instant until) implements MemoryEffect, Timed<MemoryCommand> {
        @Override
        public String id() {
            return "expiry:" + until;
        }

        @Override
        public MemoryCommand over(Instant at) {
            return new MemoryCommand.Expire(at);
        }
    }
}
