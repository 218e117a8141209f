package org.talkoot.gateway.live;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.talkoot.core.ConversationId;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelRequest;

/**
 * Brings the pieces of answers from the providers' threads to whoever follows the conversation on this node. Costs one
 * look-up when nobody does. Never blocks a provider: a slow follower finds its pieces joined together.
 */
public final class LiveDeltas implements Deltas {

    private final Map<ConversationId, List<DeltaBuffer>> followers = new ConcurrentHashMap<>();

    @Override
    public void next(ModelRequest.Origin origin, String text) {
        listening(origin).forEach(buffer -> buffer.add(origin, text));
    }

    @Override
    public void restarted(ModelRequest.Origin origin) {
        listening(origin).forEach(buffer -> buffer.restart(origin));
    }

    private List<DeltaBuffer> listening(ModelRequest.Origin origin) {
        return followers.isEmpty()
                ? List.of()
                : followers.getOrDefault(origin.agent().conversation(), List.of());
    }

    /** A buffer that fills from now on; {@code news} is called whenever it was empty before. */
    DeltaBuffer follow(ConversationId conversation, Runnable news) {
        DeltaBuffer buffer = new DeltaBuffer(news);
        followers.compute(conversation, (id, known) -> {
            List<DeltaBuffer> listening = known == null ? new CopyOnWriteArrayList<>() : known;
            listening.add(buffer);
            return listening;
        });
        return buffer;
    }

    void unfollow(ConversationId conversation, DeltaBuffer buffer) {
        followers.computeIfPresent(conversation, (id, listening) -> {
            listening.remove(buffer);
            return listening.isEmpty() ? null : listening;
        });
    }
}
