package org.talkoot.gateway.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.talkoot.core.model.ModelRequest;

/**
 * The pieces of answers that one follower has not read yet, joined for each call. Holds at most {@link #MAX_LENGTH}
 * characters; what comes beyond that is dropped and the gap is marked, because the journalled answer follows anyway.
 */
final class DeltaBuffer {

    static final int MAX_LENGTH = 64_000;

    private final Runnable news;
    private final Map<ModelRequest.Origin, StringBuilder> texts = new LinkedHashMap<>();
    private final Set<ModelRequest.Origin> restarted = new LinkedHashSet<>();
    private int length;
    private boolean truncated;

    DeltaBuffer(Runnable news) {
        this.news = news;
    }

    void add(ModelRequest.Origin origin, String text) {
        boolean wasEmpty;
        synchronized (this) {
            wasEmpty = isEmpty();
            if (length + text.length() > MAX_LENGTH) {
                truncated = true;
                return;
            }
            length += text.length();
            texts.computeIfAbsent(origin, key -> new StringBuilder()).append(text);
        }
        if (wasEmpty) {
            news.run();
        }
    }

    /** What has come of it is void, also what nobody has read yet. */
    void restart(ModelRequest.Origin origin) {
        boolean wasEmpty;
        synchronized (this) {
            wasEmpty = isEmpty();
            StringBuilder unread = texts.remove(origin);
            length -= unread == null ? 0 : unread.length();
            restarted.add(origin);
        }
        if (wasEmpty) {
            news.run();
        }
    }

    private boolean isEmpty() {
        return texts.isEmpty() && restarted.isEmpty();
    }

    /** A restart goes before the pieces that came after it; those before it are gone. */
    synchronized List<Frame> drain() {
        if (isEmpty()) {
            return List.of();
        }
        List<Frame> frames = new ArrayList<>(texts.size() + restarted.size());
        restarted.forEach(origin -> frames.add(new Frame.DeltaRestart(origin)));
        texts.forEach((origin, text) -> frames.add(new Frame.Delta(origin, text.toString(), truncated)));
        texts.clear();
        restarted.clear();
        length = 0;
        truncated = false;
        return frames;
    }
}
