package org.talkoot.agents.tool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.tool.Attempt;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolLedger;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;

/** One call of one tool, from its wait in the queue to its result. Blocks; runs on a virtual thread of its own. */
/* What is certain and what is in doubt (law 8, ADRs 0006 and 0014).
 *
 * READ_ONLY and IDEMPOTENT calls are simply invoked, with the same key each time. For the others the
 * ledger is asked before the first invocation. "Begun" means that nobody has tried: this invocation
 * may. "Running" means that somebody else does, or may: the call waits for what he writes down, or for
 * the end of his lease and his time. "In doubt" means that somebody has tried, that he is gone, and
 * that nobody knows how it ended. Right before each attempt the lease of this node is looked at.
 *
 * Doubt is the rule: only what the tool returned, a ToolFailureException, and what failed before the
 * author's method was entered are certain. An exception, a time-out and an owner that is gone take
 * the same way, which is Doubt.resolve. A call that is certain not to have happened is a retryable
 * failure like any other, so it is tried again, under its key and within the bound of its tool.
 *
 * A call that was closed does not begin, and does not begin again: its run has ended. */
final class Invocation {

    private static final String NOT_RUN = "not-run";

    private final RegisteredTool registered;
    private final ToolCall call;
    private final ToolContext context;
    private final Ownership ownership;
    private final Attempts attempts;
    private final ToolCallLog log;
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private Epoch mine = Epoch.NONE;
    private boolean waits;
    private int made;
    private @Nullable String doubted;
    private @Nullable CompletableFuture<Boolean> ticket;
    private @Nullable CompletableFuture<ToolResult> overdue;

    Invocation(RegisteredTool registered, ToolCall call, ToolContext context, Ownership ownership, Attempts attempts) {
        this.registered = registered;
        this.call = call;
        this.context = context;
        this.ownership = ownership;
        this.attempts = attempts;
        this.log = new ToolCallLog(context.run(), call);
    }

    /** Nothing is invoked: what a worker has left in doubt is found out, or undone. */
    Invocation resolving(String why) {
        doubted = why;
        return this;
    }

    /** It does not begin any more; if it has, it goes on to its end. For any thread. */
    synchronized void close() {
        closed.complete(true);
        if (ticket != null) {
            registered.permits().giveUp(ticket);
        }
    }

    /** A thread of the author's that outlived its time-out, its interrupt and its call. */
    Optional<CompletableFuture<ToolResult>> overdue() {
        return Optional.ofNullable(overdue);
    }

    ToolResult run() throws InterruptedException {
        if (doubted != null) {
            return policy().bounded(doubt().resolve(doubted));
        }
        Optional<String> violation = registered.violation(call.arguments());
        if (violation.isPresent()) {
            return ToolResult.failure("invalid-arguments", violation.get());
        }
        for (int attempt = 1; ; attempt++) {
            Optional<CompletableFuture<Boolean>> waiting = queue();
            if (waiting.isEmpty()) {
                return new ToolResult.Failure("tool-busy", "too many calls of this tool wait", true);
            }
            boolean permitted = permitted(waiting.get());
            Optional<ToolResult> result;
            try {
                result = permitted && !isClosed() ? begin() : closing();
            } finally {
                if (permitted) {
                    release();
                }
            }
            if (result.isPresent()) {
                return policy().bounded(result.get());
            }
            rest(attempt);
        }
    }

    private synchronized Optional<CompletableFuture<Boolean>> queue() {
        if (isClosed()) {
            return Optional.of(CompletableFuture.completedFuture(false));
        }
        Optional<CompletableFuture<Boolean>> taken =
                registered.permits().acquire(attempts.settings().maxWaiting());
        ticket = taken.orElse(null);
        return taken;
    }

    private static boolean permitted(CompletableFuture<Boolean> ticket) throws InterruptedException {
        try {
            return ticket.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A thread that lives keeps its permit. */
    private void release() {
        if (overdue == null) {
            registered.permits().release();
            return;
        }
        log.overdue();
        CompletableFuture<ToolResult> unused = overdue.whenComplete((result, failure) -> {
            log.endedAtLast(failure == null);
            registered.permits().release();
        });
    }

    private Optional<ToolResult> begin() throws InterruptedException {
        if (registered.spec().sideEffect().needsLedger()) {
            return withLedger();
        }
        mine = ownership.lease().outliving(Duration.ZERO).orElse(Epoch.NONE);
        return Optional.of(repeatedly());
    }

    private Optional<ToolResult> closing() throws InterruptedException {
        return switch (registered.spec().sideEffect()) {
            case READ_ONLY -> Optional.of(notRun());
            case IDEMPOTENT ->
                Optional.of(new ToolResult.InDoubt("Its run ended before its result was known; it may have run."));
            case AT_MOST_ONCE, RECONCILABLE, COMPENSABLE -> withLedger();
        };
    }

    /** Empty: nothing can be said now, so the call waits, without a permit. */
    private Optional<ToolResult> withLedger() throws InterruptedException {
        Optional<Epoch> epoch = ownership.lease().outliving(atMost());
        if (epoch.isEmpty()) {
            sayThatItWaits(new IllegalStateException("the lease of this node is not renewed"));
            return Optional.empty();
        }
        mine = epoch.get();
        ToolLedger.Entry entry;
        try {
            entry = entry(new ToolLedger.Claim(mine, atMost()));
        } catch (RuntimeException e) {
            sayThatItWaits(e);
            return Optional.empty();
        }
        return switch (entry) {
            case ToolLedger.Entry.Settled known -> Optional.of(known.result());
            case ToolLedger.Entry.Running elsewhere -> Optional.empty();
            case ToolLedger.Entry.Begun begun -> settled(untilCertain());
            case ToolLedger.Entry.InDoubt doubt -> settled(afterDoubt("A node stopped while this call ran."));
        };
    }

    private void sayThatItWaits(RuntimeException why) {
        if (!waits) {
            log.threw("the ledger cannot be written, the call waits", why);
        }
        waits = true;
    }

    private ToolLedger.Entry entry(ToolLedger.Claim claim) {
        return isClosed()
                ? ownership.ledger().close(key(), call, claim, notRun())
                : ownership.ledger().begin(key(), call, claim);
    }

    private ToolResult afterDoubt(String why) throws InterruptedException {
        ToolResult result = doubt().resolve(why);
        return didNotHappen(result) && !isClosed() ? untilCertain() : result;
    }

    private ToolResult untilCertain() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            ToolResult result = owned() ? certain(invoke()) : notOwned();
            if (!worthAnother(result, attempt)) {
                return result;
            }
            attempts.pause(attempt);
        }
    }

    private ToolResult certain(Attempted<ToolResult> attempted) throws InterruptedException {
        return switch (attempted) {
            case Attempted.Returned<ToolResult>(ToolResult result) -> result;
            case Attempted.Threw<ToolResult>(ToolFailureException no) -> no.result();
            case Attempted.Threw<ToolResult>(Throwable cause) -> {
                log.threw("tool threw, its call is in doubt", cause);
                yield doubt().resolve("The tool failed in the middle of this call.");
            }
            case Attempted.TimedOut<ToolResult> late -> doubt().resolve("The call took longer than " + timeout() + ".");
            case Attempted.Overdue<ToolResult>(CompletableFuture<ToolResult> end) -> {
                overdue = end;
                yield new ToolResult.InDoubt("The call took longer than " + timeout() + " and may go on.");
            }
        };
    }

    private ToolResult repeatedly() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            ToolResult result = harmless(invoke());
            if (!worthAnother(result, attempt)) {
                return result;
            }
            attempts.pause(attempt);
        }
    }

    /** What may be repeated is not in doubt: it failed, and another attempt may help. */
    private ToolResult harmless(Attempted<ToolResult> attempted) {
        return switch (attempted) {
            case Attempted.Returned<ToolResult>(ToolResult result) -> result;
            case Attempted.Threw<ToolResult>(ToolFailureException no) -> no.result();
            case Attempted.Threw<ToolResult>(Throwable cause) -> {
                log.threw("tool threw", cause);
                yield new ToolResult.Failure("tool-failed", "The tool failed.", cause instanceof Exception);
            }
            case Attempted.TimedOut<ToolResult> late -> timedOut();
            case Attempted.Overdue<ToolResult>(CompletableFuture<ToolResult> end) -> {
                overdue = end;
                yield timedOut();
            }
        };
    }

    private Attempted<ToolResult> invoke() throws InterruptedException {
        CallSignals signals = new CallSignals(
                context,
                call,
                attempts.deltas(),
                attempts.attachments(context.agent().tenant()),
                this::isClosed);
        Attempt attempt = new Attempt(++made, mine, attempts.deadline(timeout()), signals);
        try {
            return attempts.make(() -> tool().invoke(call, context.in(attempt)), timeout());
        } finally {
            signals.end();
        }
    }

    private boolean worthAnother(ToolResult result, int attempt) {
        return result instanceof ToolResult.Failure failure
                && failure.retryable()
                && overdue == null
                && !isClosed()
                && registered.spec().sideEffect() != SideEffect.AT_MOST_ONCE
                && attempt < registered.spec().policy().maxAttempts();
    }

    /**
     * If the end cannot be written down, the result still goes to the run, whose journal then is the record; only if
     * that fails too is the call in doubt. Empty: the call is another's, who has settled it or will.
     */
    private Optional<ToolResult> settled(ToolResult result) throws InterruptedException {
        for (int attempt = 1; attempt <= attempts.settings().ledgerAttempts(); attempt++) {
            try {
                boolean settled = ownership.ledger().settle(key(), mine, result);
                return settled || overdue != null ? Optional.of(result) : Optional.empty();
            } catch (RuntimeException e) {
                log.threw("end of a call could not be written to the ledger", e);
                attempts.pause(attempt);
            }
        }
        return Optional.of(result);
    }

    /** Asked right before each attempt: the incarnation that the ledger knows is still this one. */
    private boolean owned() {
        return ownership.lease().outliving(atMost()).filter(mine::equals).isPresent();
    }

    private static ToolResult notOwned() {
        return ToolResult.failure(NOT_RUN, "The node lost its lease; this call was not run.");
    }

    /** Waits before the ledger is asked again; whoever closes the call is not kept waiting. */
    private void rest(int attempt) throws InterruptedException {
        if (isClosed()) {
            attempts.pause(attempt);
            return;
        }
        try {
            closed.get(attempts.pauseMillis(attempt), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return; // the pause is over
        }
    }

    private ToolPolicy policy() {
        return registered.spec().policy();
    }

    private ToolResult timedOut() {
        return new ToolResult.Failure("tool-timeout", "no result within " + timeout(), true);
    }

    static ToolResult notRun() {
        return ToolResult.failure(NOT_RUN, "Its run ended before it began; it was not run.");
    }

    private static boolean didNotHappen(ToolResult result) {
        return result instanceof ToolResult.Failure failure && failure.code().equals(Doubt.DID_NOT_HAPPEN);
    }

    private boolean isClosed() {
        return closed.isDone();
    }

    private Doubt doubt() {
        return new Doubt(tool(), call, key(), attempts, log);
    }

    private Tool tool() {
        return registered.tool();
    }

    /** How long one attempt can last after its owner's lease was last looked at. */
    private Duration atMost() {
        return timeout().plus(attempts.settings().grace());
    }

    private IdempotencyKey key() {
        return context.key();
    }

    private Duration timeout() {
        return registered.spec().policy().timeout();
    }
}
