package org.talkoot.agents.tool;

import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolResult;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call of one tool, from its place in the queue to its result. Blocks; runs on a virtual thread
 * of its own.
 */
/* What a crash or a time-out means for a call (law 8).
 *
 * READ_ONLY and IDEMPOTENT calls are simply invoked, with the same key each time. For the others the
 * ledger is asked before the first invocation. "Begun" means that nobody has tried: this invocation
 * may. "In doubt" means that somebody has, and nobody knows how it ended: AT_MOST_ONCE says so and is
 * never invoked again; RECONCILABLE asks the outside world; COMPENSABLE undoes. A time-out is the
 * same doubt, met while the process still lives, so it takes the same way. A failure that the tool
 * itself reports is no doubt: it is a result, and settled as one. */
final class Invocation {

    private final RegisteredTool registered;
    private final ToolCall call;
    private final ToolContext context;
    private final ToolLedger ledger;
    private final Attempts attempts;

    /** How attempts are made: on which threads, and how long apart. */
    record Attempts(ExecutorService threads, ToolSettings settings) {

        void pause(int attempt) throws InterruptedException {
            long base = settings.retryBackoff().toMillis() << Math.min(attempt - 1, 10);
            TimeUnit.MILLISECONDS.sleep(
                    base / 2 + ThreadLocalRandom.current().nextLong(base / 2 + 1));
        }
    }

    /** An attempt ran out of time: nobody knows how it ended. */
    private static final class TimedOut extends Exception {
        private static final long serialVersionUID = 1;
    }

    Invocation(
            RegisteredTool registered,
            ToolCall call,
            ToolContext context,
            ToolLedger ledger,
            Attempts attempts) {
        this.registered = registered;
        this.call = call;
        this.context = context;
        this.ledger = ledger;
        this.attempts = attempts;
    }

    ToolResult run() throws InterruptedException {
        Optional<String> violation = registered.violation(call.arguments());
        if (violation.isPresent()) {
            return ToolResult.failure("invalid-arguments", violation.get());
        }
        if (registered.places().getQueueLength() >= attempts.settings().maxWaiting()
                && registered.places().availablePermits() == 0) {
            return new ToolResult.Failure("tool-busy", "too many calls of this tool wait", true);
        }
        registered.places().acquire();
        try {
            return bounded(tool().spec().sideEffect().needsLedger() ? withLedger() : withRetries());
        } finally {
            registered.places().release();
        }
    }

    private ToolResult withLedger() throws InterruptedException {
        ToolLedger.Entry entry;
        try {
            entry = begin();
        } catch (LedgerUnavailable e) {
            return new ToolResult.Failure("ledger-unavailable", "not run: " + e.getMessage(), true);
        }
        return switch (entry) {
            case ToolLedger.Entry.Settled known -> known.result();
            case ToolLedger.Entry.Begun begun -> settled(invokeOrDoubt());
            case ToolLedger.Entry.InDoubt doubt ->
                    settled(resolve("A node stopped while this call ran."));
        };
    }

    private ToolResult invokeOrDoubt() throws InterruptedException {
        try {
            return tool().spec().sideEffect() == SideEffect.AT_MOST_ONCE
                    ? attempt()
                    : attemptRepeatedly();
        } catch (TimedOut e) {
            return resolve("The call took longer than " + timeout() + ".");
        }
    }

    private ToolResult resolve(String doubt) throws InterruptedException {
        return switch (tool().spec().sideEffect()) {
            case AT_MOST_ONCE -> new ToolResult.InDoubt(doubt);
            case RECONCILABLE -> reconcile(tool().reconciler().orElseThrow(), doubt);
            case COMPENSABLE -> compensate(tool().compensator().orElseThrow(), doubt);
            case READ_ONLY, IDEMPOTENT -> throw new IllegalStateException("never in doubt");
        };
    }

    private ToolResult reconcile(Reconciler reconciler, String doubt) throws InterruptedException {
        try {
            return switch (reconciler.find(key(), call)) {
                case Reconciler.Finding.Happened finding -> finding.result();
                case Reconciler.Finding.DidNotHappen finding -> attemptRepeatedly();
                case Reconciler.Finding.Unknown finding ->
                        new ToolResult.InDoubt(doubt + " " + finding.reason());
            };
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // the outside world does not answer: the doubt stays
            return new ToolResult.InDoubt(doubt + " It could not be looked up: " + e);
        }
    }

    private ToolResult compensate(Compensator compensator, String doubt)
            throws InterruptedException {
        try {
            compensator.compensate(key(), call);
            return ToolResult.failure("compensated", doubt + " It was undone.");
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // neither done nor undone for certain: the doubt stays
            return new ToolResult.InDoubt(doubt + " It could not be undone: " + e);
        }
    }

    private ToolResult withRetries() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            ToolResult result;
            try {
                result = attempt();
            } catch (TimedOut e) {
                result =
                        new ToolResult.Failure(
                                "tool-timeout", "no result within " + timeout(), true);
            }
            if (!worthAnother(result, attempt)) {
                return result;
            }
            attempts.pause(attempt);
        }
    }

    private ToolResult attemptRepeatedly() throws InterruptedException, TimedOut {
        for (int attempt = 1; ; attempt++) {
            ToolResult result = attempt();
            if (!worthAnother(result, attempt)) {
                return result;
            }
            attempts.pause(attempt);
        }
    }

    private boolean worthAnother(ToolResult result, int attempt) {
        return result instanceof ToolResult.Failure failure
                && failure.retryable()
                && attempt < tool().spec().policy().maxAttempts();
    }

    private ToolResult attempt() throws InterruptedException, TimedOut {
        Future<ToolResult> running = attempts.threads().submit(() -> tool().invoke(call, context));
        try {
            return running.get(timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimedOut();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException stopped) {
                throw stopped; // the node stops: how the call ended is as unknown as after a crash
            }
            return ToolResult.failure("exception", String.valueOf(e.getCause()));
        } finally {
            running.cancel(true);
        }
    }

    /** The ledger cannot be reached; nothing was invoked. */
    private static final class LedgerUnavailable extends Exception {
        private static final long serialVersionUID = 1;

        LedgerUnavailable(RuntimeException cause) {
            super(cause.toString(), cause);
        }
    }

    private ToolLedger.Entry begin() throws InterruptedException, LedgerUnavailable {
        for (int attempt = 1; ; attempt++) {
            try {
                return ledger.begin(key(), call);
            } catch (RuntimeException e) {
                if (attempt >= attempts.settings().ledgerAttempts()) {
                    throw new LedgerUnavailable(e);
                }
                attempts.pause(attempt);
            }
        }
    }

    /**
     * If the end cannot be written down, the result still goes to the run, whose journal then is
     * the record; only if that fails too is the call in doubt.
     */
    private ToolResult settled(ToolResult result) throws InterruptedException {
        for (int attempt = 1; attempt <= attempts.settings().ledgerAttempts(); attempt++) {
            try {
                ledger.settle(key(), result);
                return result;
            } catch (RuntimeException e) {
                attempts.pause(attempt);
            }
        }
        return result;
    }

    private ToolResult bounded(ToolResult result) {
        int limit = tool().spec().policy().maxResultLength();
        if (result instanceof ToolResult.Success(String text) && text.length() > limit) {
            return ToolResult.success(
                    "%s... [truncated: %d characters, %d kept]"
                            .formatted(text.substring(0, limit), text.length(), limit));
        }
        return result;
    }

    private Tool tool() {
        return registered.tool();
    }

    private IdempotencyKey key() {
        return context.key();
    }

    private Duration timeout() {
        return tool().spec().policy().timeout();
    }
}
