package org.talkoot.gateway.live;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.ConversationId;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelRequest;

/**
 * Brings the pieces of answers from the providers' threads to whoever follows the conversation, on this node or, by
 * {@link DeltaRelay}, on another. Costs two look-ups when nobody does. Never blocks a provider: a slow follower finds
 * its pieces joined together.
 */
public final class LiveDeltas implements Deltas {

    private final Map<ConversationId, List<DeltaBuffer>> followers = new ConcurrentHashMap<>();
    private final Map<ConversationId, List<ActorRef<DeltaRelay.Message>>> elsewhere = new ConcurrentHashMap<>();
    private volatile @Nullable ActorRef<DeltaRelay.Message> relay;

    /** From now on other nodes hear what is followed here. */
    public void connect(ActorRef<DeltaRelay.Message> toOthers) {
        relay = toOthers;
        followers.keySet().forEach(conversation -> toOthers.tell(new DeltaRelay.Began(conversation)));
    }

    @Override
    public void next(ModelRequest.Origin origin, String text) {
        here(origin, buffer -> buffer.add(origin, text));
        elsewhere(origin, new DeltaRelay.Piece(origin, text));
    }

    @Override
    public void restarted(ModelRequest.Origin origin) {
        here(origin, buffer -> buffer.restart(origin));
        elsewhere(origin, new DeltaRelay.Restart(origin));
    }

    void here(ModelRequest.Origin origin, Consumer<DeltaBuffer> what) {
        if (!followers.isEmpty()) {
            followers.getOrDefault(origin.agent().conversation(), List.of()).forEach(what);
        }
    }

    private void elsewhere(ModelRequest.Origin origin, DeltaRelay.Message message) {
        if (!elsewhere.isEmpty()) {
            elsewhere.getOrDefault(origin.agent().conversation(), List.of()).forEach(other -> other.tell(message));
        }
    }

    /** A buffer that fills from now on; {@code news} is called whenever it was empty before. */
    DeltaBuffer follow(ConversationId conversation, Runnable news) {
        DeltaBuffer buffer = new DeltaBuffer(news);
        followers.compute(conversation, (id, known) -> {
            List<DeltaBuffer> listening = known == null ? new CopyOnWriteArrayList<>() : known;
            listening.add(buffer);
            if (known == null) {
                tellRelay(new DeltaRelay.Began(conversation));
            }
            return listening;
        });
        return buffer;
    }

    void unfollow(ConversationId conversation, DeltaBuffer buffer) {
        followers.computeIfPresent(conversation, (id, listening) -> {
            listening.remove(buffer);
            if (listening.isEmpty()) {
                tellRelay(new DeltaRelay.Ended(conversation));
                return null;
            }
            return listening;
        });
    }

    /** Within the change of the map, so that the relay hears of beginnings and ends in their order. */
    private void tellRelay(DeltaRelay.Message message) {
        ActorRef<DeltaRelay.Message> connected = relay;
        if (connected != null) {
            connected.tell(message);
        }
    }

    void listens(ConversationId conversation, ActorRef<DeltaRelay.Message> other) {
        elsewhere.compute(conversation, (id, known) -> {
            List<ActorRef<DeltaRelay.Message>> all = known == null ? new CopyOnWriteArrayList<>() : known;
            if (!all.contains(other)) {
                all.add(other);
            }
            return all;
        });
    }

    void listensNoMore(ConversationId conversation, ActorRef<DeltaRelay.Message> other) {
        elsewhere.computeIfPresent(conversation, (id, all) -> {
            all.remove(other);
            return all.isEmpty() ? null : all;
        });
    }

    void gone(ActorRef<DeltaRelay.Message> other) {
        List.copyOf(elsewhere.keySet()).forEach(conversation -> listensNoMore(conversation, other));
    }
}
