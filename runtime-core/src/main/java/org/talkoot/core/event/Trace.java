package org.talkoot.core.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Caller;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;

/**
 * Which request something belongs to, and what led to it.
 *
 * @param correlation the same for everything that one request causes, whichever agents do it
 * @param causation the id of the event or message that caused this
 * @param depth how many runs without a rest lie between this and what came from outside: a chain of events that feeds
 *     itself is recognised by it
 * @param caller on whose behalf, if an authenticator of this installation has recognised somebody; never read from what
 *     comes in
 * @param attributes what is known of the conversation that it began in, if anything is; never read from what comes in
 */
public record Trace(
        String correlation,
        String causation,
        int depth,
        @Nullable Caller caller,
        @Nullable Attributes attributes) {

    /** The deepest chain of events that still wakes agents. */
    public static final int MAX_DEPTH = 32;

    /**
     * To this depth rests lead back, and no further: a chain that has been longer once stays known as one, however calm
     * it is.
     */
    public static final int CALM = 8;

    /** What a run rests takes back one run of its chain for each of these. */
    public static final Duration REST = Duration.ofMinutes(1);

    /** Longest correlation or causation id. */
    public static final int MAX_ID = 512;

    public Trace {
        if (correlation.isBlank() || correlation.length() > MAX_ID) {
            throw new IllegalArgumentException("a correlation id has 1 to 512 characters");
        }
        if (causation.isBlank() || causation.length() > MAX_ID) {
            throw new IllegalArgumentException("a causation id has 1 to 512 characters");
        }
        if (depth < 0) {
            throw new IllegalArgumentException("depth must not be negative");
        }
    }

    /** On behalf of nobody in particular. */
    public Trace(String correlation, String causation, int depth) {
        this(correlation, causation, depth, null, null);
    }

    /** What a message causes that came alone: it is its own request. */
    public static Trace begunBy(MessageId message) {
        return new Trace(message.value(), message.value(), 0);
    }

    /** What a run belongs to of which no more is known than its id: the message or the event that it came from. */
    public static Trace begunBy(RunId run) {
        return switch (run) {
            case RunId.OfTurn r -> begunBy(r.message());
            case RunId.OfEvent r -> named(r.first());
            case RunId.Delegated r -> begunBy(r.parent());
            case RunId.Hashed r -> named(r);
        };
    }

    private static Trace named(RunId run) {
        return new Trace(run.value(), run.value(), 0);
    }

    /** The trace of what {@code event} causes. */
    public static Trace causedBy(AgentEvent event) {
        return new Trace(
                event.trace().correlation(),
                event.id(),
                event.trace().depth(),
                event.trace().caller(),
                event.trace().attributes());
    }

    /**
     * The same request after a run of it has rested, by a timer that its brain set. Only that counts. The time that a
     * run waits for a model, a tool or room in a queue does not: in a storm of events it grows, and by that measure the
     * storm would seem to calm down.
     */
    public Trace rested(Duration rest) {
        long calmed = depth - rest.dividedBy(REST);
        return new Trace(correlation, causation, Math.clamp(calmed, Math.min(depth, CALM), depth), caller, attributes);
    }

    /** The same request on behalf of this caller; of nobody when nobody knows who it is. */
    public Trace by(Caller recognised) {
        return new Trace(correlation, causation, depth, recognised.isAnonymous() ? null : recognised, attributes);
    }

    /** The same request in a conversation of which this is known. */
    public Trace in(Attributes known) {
        return new Trace(correlation, causation, depth, caller, known.isEmpty() ? null : known);
    }

    /** The same request, going on because of this. */
    public Trace because(String cause) {
        return new Trace(correlation, cause, depth, caller, attributes);
    }

    /** What is known of the conversation that it began in. */
    public Attributes known() {
        return attributes != null ? attributes : Attributes.NONE;
    }

    /** On whose behalf, in this tenant. */
    public Caller callerIn(TenantId tenant) {
        return caller != null ? caller : Caller.anonymous(tenant);
    }

    /** The same request, one run further. */
    public Trace deeper() {
        return new Trace(correlation, causation, depth + 1, caller, attributes);
    }
}
