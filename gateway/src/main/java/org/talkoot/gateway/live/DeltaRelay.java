package org.talkoot.gateway.live;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.talkoot.agents.wire.WireCatalog;
import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.ConversationId;
import org.talkoot.core.model.ModelRequest;

/**
 * Tells the other nodes which conversations are followed on this one, so that they send their pieces of answers here,
 * wherever the agent is at work now. Messages may be lost with a connection: pieces are not events, and the journalled
 * answer follows anyway.
 */
/* Who follows is told to everybody, once for each conversation: an agent may move while it answers, and
 * the node that it moves to has to know already. */
public final class DeltaRelay extends AbstractBehavior<DeltaRelay.Message> {

    private static final ServiceKey<Message> KEY = ServiceKey.create(Message.class, "talkoot-deltas");

    /** Conversations in one message, far below what fits into one. */
    private static final int AT_ONCE = 500;

    /** What relays are told. */
    public sealed interface Message extends WireMessage {}

    /** On that node these conversations are followed from now on. */
    record Follow(ActorRef<Message> relay, List<ConversationId> conversations) implements Message {}

    /** On that node nobody follows the conversation any more. */
    record Unfollow(ActorRef<Message> relay, ConversationId conversation) implements Message {}

    /** The next piece of an answer. */
    record Piece(ModelRequest.Origin origin, String text) implements Message {}

    /** What has come of the answer is void. */
    record Restart(ModelRequest.Origin origin) implements Message {}

    /** The first one follows on this node. */
    record Began(ConversationId conversation) implements Message {}

    /** The last one has gone. */
    record Ended(ConversationId conversation) implements Message {}

    private record Others(Receptionist.Listing listing) implements Message {}

    private record Gone(ActorRef<Message> relay) implements Message {}

    private final LiveDeltas deltas;
    private final Set<ConversationId> followed = new HashSet<>();
    private final Set<ActorRef<Message>> others = new HashSet<>();
    private final Set<ActorRef<Message>> watched = new HashSet<>();

    private DeltaRelay(ActorContext<Message> context, LiveDeltas deltas) {
        super(context);
        this.deltas = deltas;
        ActorRef<Receptionist.Command> receptionist = context.getSystem().receptionist();
        receptionist.tell(Receptionist.register(KEY, context.getSelf()));
        receptionist.tell(Receptionist.subscribe(KEY, context.messageAdapter(Receptionist.Listing.class, Others::new)));
    }

    /** One for each node. */
    public static Behavior<Message> create(LiveDeltas deltas) {
        return Behaviors.setup(context -> new DeltaRelay(context, deltas));
    }

    /** What relays say across nodes. */
    public static WireCatalog wire() {
        return WireCatalog.builder()
                .message(Follow.class, "deltas.follow", 1)
                .message(Unfollow.class, "deltas.unfollow", 1)
                .message(Piece.class, "deltas.piece", 1)
                .message(Restart.class, "deltas.restart", 1)
                .build();
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(message -> {
                    receive(message);
                    return this;
                })
                .build();
    }

    private void receive(Message message) {
        switch (message) {
            case Began m -> began(m.conversation());
            case Ended m -> ended(m.conversation());
            case Others m -> others(m.listing().getServiceInstances(KEY));
            case Follow m -> {
                if (watched.add(m.relay())) {
                    getContext().watchWith(m.relay(), new Gone(m.relay()));
                }
                m.conversations().forEach(conversation -> deltas.listens(conversation, m.relay()));
            }
            case Unfollow m -> deltas.listensNoMore(m.conversation(), m.relay());
            case Gone m -> {
                watched.remove(m.relay());
                others.remove(m.relay());
                deltas.gone(m.relay());
            }
            case Piece m -> deltas.here(m.origin(), buffer -> buffer.add(m.origin(), m.text()));
            case Restart m -> deltas.here(m.origin(), buffer -> buffer.restart(m.origin()));
        }
    }

    private void began(ConversationId conversation) {
        if (followed.add(conversation)) {
            tellAll(new Follow(getContext().getSelf(), List.of(conversation)));
        }
    }

    private void ended(ConversationId conversation) {
        if (followed.remove(conversation)) {
            tellAll(new Unfollow(getContext().getSelf(), conversation));
        }
    }

    private void tellAll(Message message) {
        others.forEach(other -> other.tell(message));
    }

    /** A node that has joined hears what is followed here. */
    private void others(Set<ActorRef<Message>> all) {
        others.retainAll(all);
        for (ActorRef<Message> relay : all) {
            if (!relay.equals(getContext().getSelf()) && others.add(relay)) {
                followedInParts(part -> relay.tell(new Follow(getContext().getSelf(), part)));
            }
        }
    }

    private void followedInParts(Consumer<List<ConversationId>> part) {
        List<ConversationId> all = new ArrayList<>(followed);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            part.accept(List.copyOf(all.subList(from, Math.min(all.size(), from + AT_ONCE))));
        }
    }
}
