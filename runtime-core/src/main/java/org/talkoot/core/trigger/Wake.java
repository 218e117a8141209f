package org.talkoot.core.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.UserCode;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.deadletter.Redrives;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;

/**
 * What an event does to an agent that subscribes to it: it begins one run, named after the event's position in the
 * journal so that a repeated one is recognised, or it cannot.
 */
public sealed interface Wake {

    /** Which instance of the agent. */
    AgentId instance();

    RunId.OfEvent run();

    /** A run begins. */
    record Begin(AgentId instance, RunRequest request) implements Wake {
        @Override
        public RunId.OfEvent run() {
            return request.run().asOfEvent();
        }
    }

    /** Nobody wakes; the event is to wait as a dead letter. */
    record Stopped(AgentId instance, RunId.OfEvent run, FailureClass failure, String reason) implements Wake {

        public DeadLetter letter(Cause cause, Instant at) {
            return new DeadLetter(
                    Redrives.letter(run),
                    failure,
                    List.of(reason, "caused by " + cause.event().trace().causation()),
                    new DeadLetter.FailedTrigger(instance, run, cause.event(), cause.position()),
                    at);
        }
    }

    /** An event at its position in the journal, and who waits for an answer to it. */
    record Cause(AgentEvent event, long position, Optional<Asker> asker) {

        private RunOrigin origin() {
            return asker.<RunOrigin>map(a -> new RunOrigin.Request(
                            a.agent(), a.run(), a.call(), event.type().name(), event.id()))
                    .orElseGet(() -> new RunOrigin.Trigger(event.type().name(), event.id()));
        }
    }

    /** The call of a run that asked by an event. */
    record Asker(AgentId agent, RunId run, CallId call) {}

    /** Empty: the agent does not subscribe to the event. */
    static Optional<Wake> of(AgentDefinition agent, Cause cause) {
        return agent.subscriptions().stream()
                .filter(subscription -> subscription.matches(cause.event()))
                .findFirst()
                .map(subscription -> by(subscription, agent, cause));
    }

    private static Wake by(Subscription subscription, AgentDefinition agent, Cause cause) {
        AgentEvent event = cause.event();
        RunId.OfEvent run = cause.asker().isPresent()
                ? RunId.requested(cause.position(), agent.type())
                : RunId.triggered(cause.position(), agent.type());
        return UserCode.call(
                () -> waking(
                        new AgentId(
                                event.subject().tenant(),
                                agent.type(),
                                subscription.key().apply(event)),
                        run,
                        cause),
                why -> new Stopped(
                        AgentId.in(event.subject(), agent.type()),
                        run,
                        FailureClass.UNROUTABLE,
                        "the key of the subscription: " + why));
    }

    private static Wake waking(AgentId instance, RunId.OfEvent run, Cause cause) {
        AgentEvent event = cause.event();
        return event.trace().depth() >= Trace.MAX_DEPTH
                ? circle(instance, run, event.trace().depth())
                : new Begin(instance, request(run, cause.origin(), event));
    }

    private static Stopped circle(AgentId instance, RunId.OfEvent run, int depth) {
        return new Stopped(
                instance,
                run,
                FailureClass.CIRCULAR_DELEGATION,
                "%d runs have woken each other by events without a rest of %d s for each"
                        .formatted(depth, Trace.REST.toSeconds()));
    }

    /** The same wake when there have been too many like it. */
    static Stopped surging(Wake wake) {
        return new Stopped(
                wake.instance(),
                wake.run(),
                FailureClass.CIRCULAR_DELEGATION,
                "one request has woken this agent %d times by chains of events within %d minutes"
                        .formatted(SurgeLimit.MOST, SurgeLimit.WINDOW.toMinutes()));
    }

    /** The agent reads what kind of event it was, and then the event. */
    static RunRequest request(RunId run, RunOrigin origin, AgentEvent event) {
        return new RunRequest(
                run,
                origin,
                List.of(
                        new Message.Note("event", event.type().name()),
                        new Message.User(new MessageId(run.value()), event.payload(), event.time())),
                List.of(),
                Trace.causedBy(event).deeper());
    }
}
