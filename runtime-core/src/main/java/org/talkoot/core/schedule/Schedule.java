package org.talkoot.core.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Caller;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.model.Template;
import org.talkoot.core.schedule.ScheduleCommand.Delete;
import org.talkoot.core.schedule.ScheduleCommand.Fire;
import org.talkoot.core.schedule.ScheduleCommand.Make;
import org.talkoot.core.schedule.ScheduleCommand.Pause;
import org.talkoot.core.schedule.ScheduleCommand.RecordOverlap;
import org.talkoot.core.schedule.ScheduleCommand.RecordPosted;
import org.talkoot.core.schedule.ScheduleCommand.RecordRefusal;
import org.talkoot.core.schedule.ScheduleCommand.Remove;
import org.talkoot.core.schedule.ScheduleCommand.Resume;
import org.talkoot.core.schedule.ScheduleCommand.RunNow;
import org.talkoot.core.schedule.ScheduleEvent.GenerationBegun;
import org.talkoot.core.schedule.ScheduleEvent.OccurrenceBegun;
import org.talkoot.core.schedule.ScheduleEvent.OccurrenceMissed;
import org.talkoot.core.schedule.ScheduleEvent.OccurrencePosted;
import org.talkoot.core.schedule.ScheduleEvent.OccurrenceRefused;
import org.talkoot.core.schedule.ScheduleEvent.OccurrenceSkipped;
import org.talkoot.core.schedule.ScheduleEvent.ScheduleDeleted;
import org.talkoot.core.schedule.ScheduleEvent.ScheduleMade;
import org.talkoot.core.schedule.ScheduleEvent.SchedulePaused;
import org.talkoot.core.schedule.ScheduleEvent.ScheduleRemoved;
import org.talkoot.core.schedule.ScheduleEvent.ScheduleResumed;
import org.talkoot.core.schedule.ScheduleState.Absent;
import org.talkoot.core.schedule.ScheduleState.Finished;
import org.talkoot.core.schedule.ScheduleState.Paused;
import org.talkoot.core.schedule.ScheduleState.Removed;
import org.talkoot.core.schedule.ScheduleState.Resting;
import org.talkoot.core.schedule.ScheduleState.Standing;
import org.talkoot.core.schedule.ScheduleState.Telling;
import org.talkoot.core.schedule.ScheduleState.Waiting;

/**
 * A schedule: it waits for its time, then tells a conversation what to do until that has it, and waits for the next.
 *
 * <p>An occurrence is a fact before anything comes of it, and has a number that never comes again; so whoever tells it,
 * however often, tells the same. What begins late has been missed, and its terms say whether it is made up for. What is
 * to be told while the conversation cannot be reached holds up what is due after it, and one occurrence makes up for
 * all of that.
 *
 * <p>Its stream never ends, so it goes on in generations: after so many occurrences all that is to be known of them is
 * carried over in one event.
 *
 * @see <a href="../../../../../../../../docs/adr/0039-a-schedule-posts-messages.md">ADR 0039</a>
 */
public final class Schedule implements Aggregate<ScheduleCommand, ScheduleEvent, ScheduleState, ScheduleEffect> {

    /** Who pauses a schedule when nobody did. */
    public static final String RUNTIME = "runtime";

    private final ScheduleId self;
    private final AgentCatalog agents;
    private final Times times;
    private final ScheduleLimits limits;

    public Schedule(ScheduleId self, AgentCatalog agents, Cron.Reader crons, ScheduleLimits limits) {
        this.self = self;
        this.agents = agents;
        this.times = new Times(crons);
        this.limits = limits;
    }

    @Override
    public ScheduleState initial() {
        return new Absent(0);
    }

    @Override
    public Decision<ScheduleEvent> decide(ScheduleState state, ScheduleCommand command) {
        return switch (command) {
            case Make c -> make(state, new Make(redacted(c.terms()), c.at()));
            case Pause c -> managed(state, c.by(), then -> pause(then, c));
            case Resume c -> managed(state, c.by(), then -> resume(then, c));
            case RunNow c -> managed(state, c.by(), then -> runNow(state, then, c));
            case Delete c ->
                managed(state, c.by(), then -> Decision.accept(new ScheduleDeleted(c.by().user(), c.at())));
            case Remove c ->
                state instanceof Removed ? Decision.ignore() : Decision.accept(new ScheduleRemoved(c.at()));
            case Fire c -> fire(state, c);
            case RecordPosted c -> settled(state, c.number(), () -> List.of(new OccurrencePosted(c.number(), c.at())));
            case RecordOverlap c ->
                settled(state, c.number(), () -> List.of(new OccurrenceSkipped(c.number(), c.at())));
            case RecordRefusal c -> settled(state, c.number(), () -> refused(state, c));
        };
    }

    @Override
    public ScheduleState evolve(ScheduleState state, ScheduleEvent event) {
        return switch (event) {
            case ScheduleMade e ->
                new Waiting(new Standing(e.terms(), e.at(), occurrences(state, e), null, null), e.due());
            case OccurrenceBegun e -> begun(resting(state, e), e);
            case OccurrenceMissed e -> after(resting(state, e).standing().missed(e.number()), e.next());
            case OccurrencePosted e -> {
                Telling s = telling(state, e);
                yield s.then().with(s.then().standing().told(s.occurrence()));
            }
            case OccurrenceSkipped e -> telling(state, e).then();
            case OccurrenceRefused e -> telling(state, e).then();
            case SchedulePaused e -> changed(state, e, then -> new Paused(then.standing(), due(then, e)));
            case ScheduleResumed e -> changed(state, e, then -> new Waiting(then.standing(), e.due()));
            case ScheduleDeleted e -> new Absent(occurrences(state, e));
            case ScheduleRemoved e -> new Removed();
            case GenerationBegun e -> e.state();
        };
    }

    @Override
    public List<ScheduleEffect> outstanding(ScheduleState state) {
        return switch (state) {
            case Waiting s -> List.of(new ScheduleEffect.ArmDue(s.due()));
            case Telling s -> List.of(new ScheduleEffect.Tell(terms(s), s.occurrence(), former(s)));
            case Paused s -> List.of();
            case Finished s -> List.of();
            case Absent s -> List.of();
            case Removed s -> List.of();
        };
    }

    private static ScheduleTerms terms(Telling state) {
        return state.then().standing().terms();
    }

    /** Who wants it at once does not care what else is at work. */
    private static @Nullable Occurrence former(Telling state) {
        return terms(state).overlap() == ScheduleTerms.Overlap.SKIP
                        && state.occurrence().asked() == null
                ? state.then().standing().posted()
                : null;
    }

    private Decision<ScheduleEvent> make(ScheduleState state, Make c) {
        return switch (state) {
            case Absent s -> made(c);
            case Finished s -> isRepeated(s, c) ? Decision.ignore() : made(c);
            case Waiting s -> madeAgain(s, c);
            case Paused s -> madeAgain(s, c);
            case Telling s -> madeAgain(s.then(), c);
            case Removed s -> Decision.refuse(new Rejection.ConversationRemoved(self.feed()));
        };
    }

    private Decision<ScheduleEvent> madeAgain(Resting state, Make c) {
        return isRepeated(state, c) ? Decision.ignore() : Decision.refuse(new Rejection.ScheduleExists(self.name()));
    }

    /** What was written before the rules changed is compared by what they leave of it today. */
    private boolean isRepeated(Resting state, Make c) {
        return redacted(state.standing().terms()).isRepeated(c.terms());
    }

    private ScheduleTerms redacted(ScheduleTerms terms) {
        return terms.saying(agents.redaction().of(terms.text()));
    }

    private Decision<ScheduleEvent> made(Make c) {
        Rejection flaw = flaw(c.terms(), c.at());
        return flaw != null
                ? Decision.refuse(flaw)
                : Decision.accept(new ScheduleMade(
                        c.terms(),
                        times.next(c.terms().timing(), c.at(), c.at()).orElseThrow(),
                        c.at()));
    }

    private @Nullable Rejection flaw(ScheduleTerms terms, Instant now) {
        if (!agents.isOpen(terms.agent())) {
            return new Rejection.UnknownAgent(terms.agent());
        }
        if (terms.text().isBlank()) {
            return new Rejection.BlankText();
        }
        if (terms.text().length() > limits.maxTextLength()) {
            return new Rejection.UnacceptableText(terms.text().length(), limits.maxTextLength());
        }
        if (terms.place().filter(c -> !c.tenant().equals(self.tenant())).isPresent()) {
            throw new IllegalArgumentException("a schedule speaks in conversations of its own tenant: " + self);
        }
        Rejection blank = unknownBlank(terms.text());
        return blank != null ? blank : times.flaw(terms.timing(), limits, now);
    }

    private static @Nullable Rejection unknownBlank(String text) {
        try {
            return new Template(text)
                    .names().stream()
                            .filter(name -> !Occurrence.BLANKS.contains(name))
                            .findFirst()
                            .map(name -> new Rejection.UnfitSchedule(
                                    "unknown-blank",
                                    "Nothing fills '{{%s}}'; there are %s."
                                            .formatted(name, String.join(", ", new TreeSet<>(Occurrence.BLANKS)))))
                            .orElse(null);
        } catch (IllegalArgumentException e) {
            return new Rejection.UnfitSchedule("unknown-blank", String.valueOf(e.getMessage()));
        }
    }

    /** What people decide about a schedule that there is, if they may. */
    private Decision<ScheduleEvent> managed(
            ScheduleState state, Caller by, Function<Resting, Decision<ScheduleEvent>> decision) {
        Resting then = switch (state) {
            case Resting s -> s;
            case Telling s -> s.then();
            case Absent s -> null;
            case Removed s -> null;
        };
        if (then == null) {
            return Decision.refuse(new Rejection.UnknownSchedule(self.name()));
        }
        return then.standing().terms().mayBeManagedBy(by)
                ? decision.apply(then)
                : Decision.refuse(new Rejection.NotYourSchedule(self.name()));
    }

    private Decision<ScheduleEvent> pause(Resting then, Pause c) {
        return switch (then) {
            case Waiting s -> Decision.accept(new SchedulePaused(c.by().user(), "", c.at()));
            case Paused s -> Decision.ignore();
            case Finished s -> Decision.refuse(new Rejection.ScheduleFinished(self.name()));
        };
    }

    /** What was due meanwhile does not come again, but what is due once does. */
    private Decision<ScheduleEvent> resume(Resting then, Resume c) {
        return switch (then) {
            case Waiting s -> Decision.ignore();
            case Paused s -> {
                Instant due = s.due().isAfter(c.at())
                        ? s.due()
                        : next(s.standing(), c.at()).orElse(s.due());
                yield Decision.accept(new ScheduleResumed(c.by().user(), due, c.at()));
            }
            case Finished s -> Decision.refuse(new Rejection.ScheduleFinished(self.name()));
        };
    }

    private Decision<ScheduleEvent> runNow(ScheduleState state, Resting then, RunNow c) {
        if (then.standing().knows(c.request())) {
            return Decision.ignore();
        }
        if (state instanceof Telling s) {
            return Decision.refuse(
                    new Rejection.OccurrenceUnderWay(self.name(), s.occurrence().number()));
        }
        long number = then.standing().occurrences() + 1;
        return Decision.accept(new OccurrenceBegun(new Occurrence(number, c.at(), c.request()), null, c.at()));
    }

    private Decision<ScheduleEvent> fire(ScheduleState state, Fire c) {
        if (!(state instanceof Waiting s) || !s.due().equals(c.due()) || c.at().isBefore(c.due())) {
            return Decision.ignore();
        }
        long number = s.standing().occurrences() + 1;
        Instant stillInTime = c.at().minus(limits.lateAfter());
        if (s.due().isBefore(stillInTime) && s.standing().terms().missed() == ScheduleTerms.Missed.SKIP) {
            Instant next = next(s.standing(), stillInTime).orElse(null);
            return inGenerations(state, List.of(new OccurrenceMissed(number, s.due(), next, c.at())));
        }
        Instant next = next(s.standing(), c.at()).orElse(null);
        return Decision.accept(new OccurrenceBegun(new Occurrence(number, s.due(), null), next, c.at()));
    }

    private Optional<Instant> next(Standing standing, Instant after) {
        return times.next(standing.terms().timing(), standing.made(), after);
    }

    private Decision<ScheduleEvent> settled(ScheduleState state, long number, Supplier<List<ScheduleEvent>> events) {
        return state instanceof Telling s && s.occurrence().number() == number
                ? inGenerations(state, events.get())
                : Decision.ignore();
    }

    /** The conversation will be there never again, and it is the only one that is meant. */
    private static List<ScheduleEvent> refused(ScheduleState state, RecordRefusal c) {
        ScheduleEvent refused =
                new OccurrenceRefused(c.number(), c.why().code(), c.why().detail(), c.at());
        return c.why() instanceof Rejection.ConversationRemoved
                        && state instanceof Telling s
                        && s.then() instanceof Waiting w
                        && w.standing().terms().place().isPresent()
                ? List.of(refused, new SchedulePaused(RUNTIME, c.why().detail(), c.at()))
                : List.of(refused);
    }

    private Decision<ScheduleEvent> inGenerations(ScheduleState state, List<ScheduleEvent> events) {
        if (!(fold(state, events) instanceof Resting s) || s.standing().occurrences() % limits.generation() != 0) {
            return new Decision.Accept<>(events);
        }
        List<ScheduleEvent> more = new ArrayList<>(events);
        more.add(new GenerationBegun(s.standing().occurrences(), s));
        return new Decision.Accept<>(more);
    }

    private static ScheduleState begun(Resting state, OccurrenceBegun e) {
        Standing standing = state.standing().begun(e.occurrence());
        return new Telling(
                e.occurrence().asked() == null ? after(standing, e.next()) : state.with(standing), e.occurrence());
    }

    private static Resting after(Standing standing, @Nullable Instant next) {
        return next != null ? new Waiting(standing, next) : new Finished(standing);
    }

    private static ScheduleState changed(ScheduleState state, ScheduleEvent event, Function<Resting, Resting> change) {
        return state instanceof Telling s
                ? new Telling(change.apply(s.then()), s.occurrence())
                : change.apply(resting(state, event));
    }

    private static Instant due(Resting state, ScheduleEvent event) {
        return switch (state) {
            case Waiting s -> s.due();
            case Paused s -> s.due();
            case Finished s -> throw impossible(s, event);
        };
    }

    private static long occurrences(ScheduleState state, ScheduleEvent event) {
        return switch (state) {
            case Absent s -> s.occurrences();
            case Resting s -> s.standing().occurrences();
            case Telling s -> s.then().standing().occurrences();
            case Removed s -> throw impossible(s, event);
        };
    }

    private static Resting resting(ScheduleState state, ScheduleEvent event) {
        if (state instanceof Resting resting) {
            return resting;
        }
        throw impossible(state, event);
    }

    private static Telling telling(ScheduleState state, ScheduleEvent event) {
        if (state instanceof Telling telling) {
            return telling;
        }
        throw impossible(state, event);
    }

    private static IllegalStateException impossible(ScheduleState state, ScheduleEvent event) {
        return new IllegalStateException(
                "%s in %s".formatted(event, state.getClass().getSimpleName()));
    }
}
