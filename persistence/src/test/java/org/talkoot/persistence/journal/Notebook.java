package org.talkoot.persistence.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.collection.PersistentVector;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.conversation.ConversationState.Quiet;
import org.talkoot.core.conversation.ConversationState.Transcript;
import org.talkoot.core.model.Message;

/** A small entity that stores the core's events and states, to try the plugins with. */
public final class Notebook
        extends EventSourcedBehaviorWithEnforcedReplies<Notebook.Command, ConversationEvent, ConversationState> {

    public sealed interface Command {}

    public record Write(List<String> pages, ActorRef<Reply> replyTo) implements Command {}

    public record Read(ActorRef<Reply> replyTo) implements Command {}

    public sealed interface Reply {}

    public record Written() implements Reply {}

    public record Pages(List<String> pages) implements Reply {}

    private final int snapshotEvery;

    private Notebook(StreamId stream, int snapshotEvery) {
        super(PersistenceId.ofUniqueId(stream.toString()));
        this.snapshotEvery = snapshotEvery;
    }

    /** Writes and remembers nothing. */
    public static Behavior<Command> forgetful(StreamId stream) {
        return Behaviors.setup(context -> new Notebook(stream, -1));
    }

    static Behavior<Command> of(StreamId stream, int snapshotEvery) {
        return Behaviors.setup(context -> new Notebook(stream, snapshotEvery));
    }

    @Override
    public ConversationState emptyState() {
        return new Quiet(
                new Transcript(PersistentVector.empty(), Optional.empty(), Map.of()),
                List.of(),
                List.of(),
                Optional.empty());
    }

    @Override
    public CommandHandlerWithReply<Command, ConversationEvent, ConversationState> commandHandler() {
        return (state, command) -> switch (command) {
            case Write c -> write(c);
            case Read c -> Effect().reply(c.replyTo(), new Pages(pages(state)));
        };
    }

    private ReplyEffect<ConversationEvent, ConversationState> write(Write command) {
        List<ConversationEvent> events = command.pages().stream()
                .<ConversationEvent>map(page -> new MessagePosted(new MessageId("m"), null, page, Instant.EPOCH))
                .toList();
        return Effect().persist(events).thenReply(command.replyTo(), state -> new Written());
    }

    private static List<String> pages(ConversationState state) {
        return state.transcript().messages().stream().map(Message::text).toList();
    }

    @Override
    public EventHandler<ConversationState, ConversationEvent> eventHandler() {
        return (state, event) -> {
            if (snapshotEvery < 0) {
                return state;
            }
            MessagePosted posted = (MessagePosted) event;
            Transcript transcript = state.transcript();
            return new Quiet(
                    new Transcript(
                            transcript
                                    .messages()
                                    .append(new Message.User(posted.message(), posted.text(), posted.at())),
                            transcript.owner(),
                            transcript.seen()),
                    List.of(),
                    List.of(),
                    state.known());
        };
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return snapshotEvery > 0 ? RetentionCriteria.snapshotEvery(snapshotEvery, 1) : RetentionCriteria.disabled();
    }
}
