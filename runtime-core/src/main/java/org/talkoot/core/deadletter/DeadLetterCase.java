package org.talkoot.core.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Aggregate;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.deadletter.DeadLetterCommand.Discard;
import org.talkoot.core.deadletter.DeadLetterCommand.FireRetry;
import org.talkoot.core.deadletter.DeadLetterCommand.Open;
import org.talkoot.core.deadletter.DeadLetterCommand.RecordFailure;
import org.talkoot.core.deadletter.DeadLetterCommand.RecordSent;
import org.talkoot.core.deadletter.DeadLetterCommand.RecordSuccess;
import org.talkoot.core.deadletter.DeadLetterCommand.Redrive;
import org.talkoot.core.deadletter.DeadLetterEvent.Discarded;
import org.talkoot.core.deadletter.DeadLetterEvent.LetterRemoved;
import org.talkoot.core.deadletter.DeadLetterEvent.Opened;
import org.talkoot.core.deadletter.DeadLetterEvent.RedriveFailed;
import org.talkoot.core.deadletter.DeadLetterEvent.RedriveSent;
import org.talkoot.core.deadletter.DeadLetterEvent.RedriveStarted;
import org.talkoot.core.deadletter.DeadLetterEvent.Resolved;
import org.talkoot.core.deadletter.DeadLetterEvent.RetryScheduled;
import org.talkoot.core.deadletter.DeadLetterState.Closed;
import org.talkoot.core.deadletter.DeadLetterState.Redriving;
import org.talkoot.core.deadletter.DeadLetterState.Underway;
import org.talkoot.core.deadletter.DeadLetterState.Unopened;
import org.talkoot.core.deadletter.DeadLetterState.Waiting;

/**
 * A dead letter and what becomes of it. It blocks nobody: it waits, is tried again by rule or by a person, and ends
 * resolved or discarded. Every decision is an event, so the journal is the audit.
 *
 * <p>Attempts are numbered; a report about another attempt than the present one is ignored.
 */
public final class DeadLetterCase
        implements Aggregate<DeadLetterCommand, DeadLetterEvent, DeadLetterState, DeadLetterEffect> {

    /** Who redrives when nobody did. */
    public static final String RULE = "retry-rule";

    private final DeadLetterId self;
    private final RetryRules rules;

    public DeadLetterCase(DeadLetterId self, RetryRules rules) {
        this.self = self;
        this.rules = rules;
    }

    @Override
    public DeadLetterState initial() {
        return new Unopened();
    }

    @Override
    public Decision<DeadLetterEvent> decide(DeadLetterState state, DeadLetterCommand command) {
        return switch (command) {
            case Open c -> open(state, c.letter());
            case Redrive c -> redrive(state, c.by(), c.content(), c.at());
            case Discard c -> discard(state, c);
            case DeadLetterCommand.Remove c -> Decision.accept(new LetterRemoved(c.at()));
            case FireRetry c -> retry(state, c);
            case RecordSent c -> sent(state, c);
            case RecordSuccess c -> succeeded(state, c);
            case RecordFailure c -> failed(state, c);
        };
    }

    @Override
    public DeadLetterState evolve(DeadLetterState state, DeadLetterEvent event) {
        return switch (event) {
            case Opened e -> new Waiting(e.letter(), 0, e.letter().failure(), null, Optional.empty());
            case RetryScheduled e -> {
                Waiting w = waiting(state, e);
                yield new Waiting(w.letter(), w.attempts(), w.failure(), w.content(), Optional.of(e.due()));
            }
            case RedriveStarted e -> new Redriving(waiting(state, e).letter(), e.attempt(), e.content());
            case RedriveSent e -> {
                Attempt attempt = attempt(state, e);
                yield new Underway(attempt.letter(), e.attempt(), attempt.content());
            }
            case RedriveFailed e -> {
                Attempt attempt = attempt(state, e);
                yield new Waiting(attempt.letter(), e.attempt(), e.failure(), attempt.content(), Optional.empty());
            }
            case Resolved e -> new Closed(self);
            case Discarded e -> new Closed(self);
            case LetterRemoved e -> new Closed(self);
        };
    }

    @Override
    public List<DeadLetterEffect> outstanding(DeadLetterState state) {
        return switch (state) {
            case Waiting s ->
                s.retryAt()
                        .map(due -> List.<DeadLetterEffect>of(new DeadLetterEffect.ArmRetry(s.attempts() + 1, due)))
                        .orElseGet(List::of);
            case Redriving s -> List.of(new DeadLetterEffect.Send(s.letter(), s.attempt(), s.content()));
            case Unopened s -> List.of();
            case Underway s -> List.of();
            case Closed s -> List.of();
        };
    }

    private Decision<DeadLetterEvent> open(DeadLetterState state, DeadLetter letter) {
        return state instanceof Unopened
                ? withRetry(new Opened(letter), letter, new Tried(letter.failure(), 0), letter.at())
                : Decision.ignore();
    }

    private Decision<DeadLetterEvent> redrive(DeadLetterState state, String by, @Nullable String content, Instant at) {
        if (!(state instanceof Waiting s)) {
            return notWaiting(state);
        }
        String changed = content != null ? content : s.content();
        return Decision.accept(new RedriveStarted(s.attempts() + 1, by, changed, at));
    }

    /** Also while it is being tried: what is reported later finds it closed and is ignored. */
    private Decision<DeadLetterEvent> discard(DeadLetterState state, Discard c) {
        return switch (state) {
            case Waiting s -> discarded(c);
            case Redriving s -> discarded(c);
            case Underway s -> discarded(c);
            case Unopened s -> notWaiting(s);
            case Closed s -> notWaiting(s);
        };
    }

    private static Decision<DeadLetterEvent> discarded(Discard c) {
        return Decision.accept(new Discarded(c.by(), c.reason(), c.at()));
    }

    private Decision<DeadLetterEvent> notWaiting(DeadLetterState state) {
        return Decision.refuse(new Rejection.NotWaiting(self.value(), name(state)));
    }

    private Decision<DeadLetterEvent> retry(DeadLetterState state, FireRetry c) {
        return state instanceof Waiting s && s.retryAt().isPresent() && s.attempts() + 1 == c.attempt()
                ? redrive(state, RULE, null, c.at())
                : Decision.ignore();
    }

    private static Decision<DeadLetterEvent> sent(DeadLetterState state, RecordSent c) {
        return state instanceof Redriving s && s.attempt() == c.attempt()
                ? Decision.accept(new RedriveSent(c.attempt(), c.at()))
                : Decision.ignore();
    }

    private static Decision<DeadLetterEvent> succeeded(DeadLetterState state, RecordSuccess c) {
        return isTrying(state, c.attempt()) ? Decision.accept(new Resolved(c.attempt(), c.at())) : Decision.ignore();
    }

    private Decision<DeadLetterEvent> failed(DeadLetterState state, RecordFailure c) {
        if (!isTrying(state, c.attempt())) {
            return Decision.ignore();
        }
        RedriveFailed failed = new RedriveFailed(c.attempt(), c.failure(), c.reason(), c.at());
        DeadLetter letter = attempt(state, failed).letter();
        return withRetry(failed, letter, new Tried(c.failure(), c.attempt()), c.at());
    }

    private record Tried(FailureClass failure, int attempts) {}

    private Decision<DeadLetterEvent> withRetry(DeadLetterEvent event, DeadLetter letter, Tried tried, Instant at) {
        int next = tried.attempts() + 1;
        Optional<Instant> due =
                letter.subject().retriesByItself() ? rules.due(tried.failure(), next, at) : Optional.empty();
        return due.<Decision<DeadLetterEvent>>map(when -> Decision.accept(event, new RetryScheduled(next, when)))
                .orElseGet(() -> Decision.accept(event));
    }

    /** A letter that is being tried, and with which content. */
    private record Attempt(DeadLetter letter, @Nullable String content) {}

    private static Attempt attempt(DeadLetterState state, DeadLetterEvent event) {
        return switch (state) {
            case Redriving s -> new Attempt(s.letter(), s.content());
            case Underway s -> new Attempt(s.letter(), s.content());
            case Unopened s -> throw impossible(state, event);
            case Waiting s -> throw impossible(state, event);
            case Closed s -> throw impossible(state, event);
        };
    }

    private static boolean isTrying(DeadLetterState state, int attempt) {
        return (state instanceof Redriving r && r.attempt() == attempt)
                || (state instanceof Underway u && u.attempt() == attempt);
    }

    private static Waiting waiting(DeadLetterState state, DeadLetterEvent event) {
        if (state instanceof Waiting waiting) {
            return waiting;
        }
        throw impossible(state, event);
    }

    private static IllegalStateException impossible(DeadLetterState state, DeadLetterEvent event) {
        return new IllegalStateException("%s in %s".formatted(event, name(state)));
    }

    /** What a person is told about a letter that is not waiting. */
    private static String name(DeadLetterState state) {
        return switch (state) {
            case Unopened s -> "unknown";
            case Waiting s -> "waiting";
            case Redriving s -> "redriving";
            case Underway s -> "underway";
            case Closed s -> "closed";
        };
    }
}
