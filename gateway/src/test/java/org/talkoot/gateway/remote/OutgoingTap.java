package org.talkoot.gateway.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.talkoot.bridges.port.Bridge;
import org.talkoot.bridges.port.Ways;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/** A bridge to the test itself: what leaves a node while a test has opened it is kept here. */
public final class OutgoingTap implements Bridge {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicReference<Queue<Outgoing>> TAP = new AtomicReference<>();

    /** Nodes that start from now on have this way out; what has left so far is forgotten. */
    static void open() {
        TAP.set(new ConcurrentLinkedQueue<>());
    }

    /** Nodes that start from now on have no way out. */
    static void shut() {
        TAP.set(null);
    }

    /** What has left by a channel in one conversation, in order. */
    static List<Outgoing> left(String channel, String conversation) {
        return TAP.get().stream()
                .filter(out -> out.channel().equals(channel) && out.key().equals(conversation))
                .toList();
    }

    static int count(String channel) {
        return (int)
                TAP.get().stream().filter(out -> out.channel().equals(channel)).count();
    }

    static List<Outgoing> all(String channel) {
        return TAP.get().stream().filter(out -> out.channel().equals(channel)).toList();
    }

    static JsonNode payload(Outgoing out) {
        try {
            return JSON.readTree(out.event().payload());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "tap";
    }

    @Override
    public Optional<Configured> configured(Config root) {
        Queue<Outgoing> tap = TAP.get();
        return tap == null
                ? Optional.empty()
                : Optional.of(node -> new Ways(List.of(), List.of(), List.of(new Sink(tap))));
    }

    private record Sink(Queue<Outgoing> tap) implements EventSink {

        @Override
        public String name() {
            return "tap";
        }

        @Override
        public SinkPromise promise() {
            return SinkPromise.AT_LEAST_ONCE;
        }

        @Override
        public Optional<JournalMark> open() {
            return Optional.empty();
        }

        @Override
        public void write(List<Outgoing> events, JournalMark mark) {
            tap.addAll(events);
        }

        @Override
        public void close() {
            // it ends with the test
        }
    }
}
