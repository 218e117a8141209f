package org.talkoot.gateway.live;

import org.talkoot.core.model.ModelRequest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces of answers that one follower has not read yet, joined for each call. Holds at most
 * {@link #MAX_LENGTH} characters; what comes beyond that is dropped and the gap is marked, because
 * the journalled answer follows anyway.
 */
final class DeltaBuffer {

    static final int MAX_LENGTH = 64_000;

    private final Runnable news;
    private final Map<ModelRequest.Origin, StringBuilder> texts = new LinkedHashMap<>();
    private int length;
    private boolean truncated;

    DeltaBuffer(Runnable news) {
        this.news = news;
    }

    void add(ModelRequest.Origin origin, String text) {
        boolean wasEmpty;
        synchronized (this) {
            wasEmpty = texts.isEmpty();
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

    synchronized List<Frame> drain() {
        if (texts.isEmpty()) {
            return List.of();
        }
        List<Frame> frames = new ArrayList<>(texts.size());
        texts.forEach(
                (origin, text) -> frames.add(new Frame.Delta(origin, text.toString(), truncated)));
        texts.clear();
        length = 0;
        truncated = false;
        return frames;
    }
}
