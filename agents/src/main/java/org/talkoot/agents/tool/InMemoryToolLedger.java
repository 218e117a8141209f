package org.talkoot.agents.tool;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolResult;

/** A ledger that lives as long as the process: for tests, where the process is the world. */
public final class InMemoryToolLedger implements ToolLedger {

    private static final Duration SOON = Duration.ofMillis(10);

    private record Row(Epoch owner, Optional<ToolResult> result) {}

    private final Map<IdempotencyKey, Row> rows = new HashMap<>();
    private final Set<Epoch> ended = new HashSet<>();

    @Override
    public synchronized Entry begin(IdempotencyKey key, ToolCall call, Claim claim) {
        Row known = rows.get(key);
        if (known == null) {
            rows.put(key, new Row(claim.owner(), Optional.empty()));
            return new Entry.Begun();
        }
        return look(key, known, claim.owner());
    }

    @Override
    public synchronized Entry close(IdempotencyKey key, ToolCall call, Claim claim, ToolResult result) {
        Row known = rows.computeIfAbsent(key, k -> new Row(claim.owner(), Optional.of(result)));
        return look(key, known, claim.owner());
    }

    private Entry look(IdempotencyKey key, Row known, Epoch asking) {
        if (known.result().isPresent()) {
            return new Entry.Settled(known.result().get());
        }
        if (!known.owner().equals(asking) && !ended.contains(known.owner())) {
            return new Entry.Running(SOON);
        }
        rows.put(key, new Row(asking, Optional.empty()));
        return new Entry.InDoubt();
    }

    @Override
    public synchronized boolean settle(IdempotencyKey key, Epoch owner, ToolResult result) {
        Row known = rows.get(key);
        if (known == null || known.result().isPresent() || !known.owner().equals(owner)) {
            return false;
        }
        rows.put(key, new Row(owner, Optional.of(result)));
        return true;
    }

    /** As if that incarnation's lease had ended, and the time of its calls had passed. */
    public synchronized void end(Epoch incarnation) {
        ended.add(incarnation);
    }
}
