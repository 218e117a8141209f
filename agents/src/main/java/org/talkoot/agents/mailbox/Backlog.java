package org.talkoot.agents.mailbox;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Whether other messages wait for an entity that looks at one: those that its actor was given during a write or a
 * recovery, and keeps until that has ended. A hint: after messages were lost on the way it may say for a while that
 * some wait, and those still in the mailbox it does not know. For the thread of the entity.
 *
 * @param <M> what the entity is told
 */
/* The persistence of Pekko hides what it keeps. So whatever the actor is given is seen twice: outside, where it comes
 * in, and inside, by the handler. What comes in and is not handled there and then is kept; what is handled and did not
 * just come in was kept. It keeps nothing while it lets a newcomer through: that is when the count is put right. */
public final class Backlog<M> {

    private @Nullable M comesIn;
    private int kept;

    /** The same behavior, whose messages are seen coming in. */
    public Behavior<M> around(Class<M> type, Behavior<M> behavior) {
        return Behaviors.intercept(() -> new Gate<>(type, this), behavior);
    }

    /** The entity looks at this message now. */
    @SuppressWarnings("ReferenceEquality") // an equal one may be among the kept
    public void lookedAt(M message) {
        if (message == comesIn) {
            comesIn = null;
            kept = 0;
        } else if (kept > 0) {
            kept--;
        }
    }

    /** Whether the message that the entity looks at is the last of those that it was given. */
    public boolean isEmpty() {
        return kept == 0;
    }

    /** Where messages come in. */
    private static final class Gate<M> extends BehaviorInterceptor<M, M> {

        private final Backlog<M> backlog;

        Gate(Class<M> type, Backlog<M> backlog) {
            super(type);
            this.backlog = backlog;
        }

        @Override
        public Behavior<M> aroundReceive(TypedActorContext<M> context, M message, ReceiveTarget<M> target) {
            backlog.comesIn = message;
            Behavior<M> next = target.apply(context, message);
            if (backlog.comesIn != null) {
                backlog.comesIn = null;
                backlog.kept++;
            }
            return next;
        }
    }
}
