package org.talkoot.agents.tool;

import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolResult;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A ledger that lives as long as the process: for tests, where the process is the world. */
public final class InMemoryToolLedger implements ToolLedger {

    private final ConcurrentMap<IdempotencyKey, Optional<ToolResult>> entries =
            new ConcurrentHashMap<>();

    @Override
    public Entry begin(IdempotencyKey key, ToolCall call) {
        Optional<ToolResult> known = entries.putIfAbsent(key, Optional.empty());
        if (known == null) {
            return new Entry.Begun();
        }
        return known.<Entry>map(Entry.Settled::new).orElseGet(Entry.InDoubt::new);
    }

    @Override
    public void settle(IdempotencyKey key, ToolResult result) {
        entries.computeIfPresent(
                key, (k, known) -> known.isPresent() ? known : Optional.of(result));
    }
}
