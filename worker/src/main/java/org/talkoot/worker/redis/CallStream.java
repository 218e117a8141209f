package org.talkoot.worker.redis;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.models.stream.ClaimedMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.broker.ReadingThread;

/** Takes the calls of one stream, and tells Redis of those that are still worked on. */
final class CallStream implements ReadingThread.Reading {

    static final String BODY = "body";

    /** One read waits at the server for so long. */
    static final Duration WAIT = Duration.ofSeconds(1);

    /** Whose taker says nothing for so long goes to another; the same in the workers of {@code examples}. */
    private static final Duration ABANDONED = Duration.ofSeconds(60);

    private static final Duration RENEW_EVERY = ABANDONED.dividedBy(3);
    private static final Duration LOOK_EVERY = ABANDONED.dividedBy(12);

    /** More than any worker has. */
    private static final int MOST_PENDING = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(CallStream.class);

    private final Connections connections;
    private final String stream;
    private final Consumer<String> me;
    private final ToolBroker.Incoming incoming;
    private final Set<String> worked = ConcurrentHashMap.newKeySet();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Every renewing = new Every(RENEW_EVERY);
    private final Every looking = new Every(LOOK_EVERY);
    private String lookFrom = "0-0";

    CallStream(Connections connections, String stream, String group, ToolBroker.Incoming incoming) {
        this.connections = connections;
        this.stream = stream;
        this.me = Consumer.from(group, "worker-" + UUID.randomUUID());
        this.incoming = incoming;
    }

    /** What is done now and then, by one thread. */
    private static final class Every {

        private final Duration time;
        private long last = System.nanoTime();

        Every(Duration time) {
            this.time = time;
        }

        boolean isDue() {
            long now = System.nanoTime();
            boolean due = now - last >= time.toNanos();
            last = due ? now : last;
            return due;
        }
    }

    @Override
    public void read(ReadingThread by) throws IOException, InterruptedException {
        try (StatefulRedisConnection<String, byte[]> connection = connections.open()) {
            RedisAsyncCommands<String, byte[]> redis = connection.async();
            makeGroup(redis);
            acknowledgeDone(redis);
            while (!by.isClosed()) {
                if (renewing.isDue()) {
                    acknowledgeDone(redis);
                    renew(redis);
                }
                int room = incoming.room();
                if (room == 0) {
                    by.restWhileFull();
                } else if (looking.isDue()) {
                    hand(abandoned(redis, room));
                } else {
                    hand(next(redis, room));
                }
            }
            acknowledgeDone(redis);
            free(redis);
        }
    }

    private void makeGroup(RedisAsyncCommands<String, byte[]> redis) throws IOException, InterruptedException {
        try {
            var unused = Connections.get(redis.xgroupCreate(
                    StreamOffset.from(stream, "0"), me.getGroup(), XGroupCreateArgs.Builder.mkstream()));
        } catch (IOException e) {
            if (!(e.getCause() instanceof RedisBusyException)) { // it is there
                throw e;
            }
        }
    }

    @SuppressWarnings("unchecked") // the client takes several streams of a generic type
    private List<StreamMessage<String, byte[]>> next(RedisAsyncCommands<String, byte[]> redis, int room)
            throws IOException, InterruptedException {
        return Connections.get(
                redis.xreadgroup(me, XReadArgs.Builder.block(WAIT).count(room), StreamOffset.lastConsumed(stream)));
    }

    /** What others left behind; in parts, so that none is looked for in vain because of those before it. */
    private List<StreamMessage<String, byte[]>> abandoned(RedisAsyncCommands<String, byte[]> redis, int room)
            throws IOException, InterruptedException {
        ClaimedMessages<String, byte[]> claimed = Connections.get(redis.xautoclaim(
                stream,
                XAutoClaimArgs.Builder.xautoclaim(me, ABANDONED, lookFrom).count(room)));
        lookFrom = claimed.getId();
        return claimed.getMessages();
    }

    private void hand(List<StreamMessage<String, byte[]>> calls) {
        for (StreamMessage<String, byte[]> call : calls) {
            if (!done.contains(call.getId()) && worked.add(call.getId())) {
                incoming.requested(body(call), new Taken(call.getId()));
            }
        }
    }

    /** Without one there is no call in it, which the worker says of nothing. */
    static byte[] body(StreamMessage<String, byte[]> entry) {
        return entry.getBody() == null ? new byte[0] : entry.getBody().getOrDefault(BODY, new byte[0]);
    }

    /** Only of what is still this worker's: the rest would be taken from another. */
    private void renew(RedisAsyncCommands<String, byte[]> redis) throws IOException, InterruptedException {
        if (worked.isEmpty()) {
            return;
        }
        String[] ours =
                Connections.get(redis.xpending(stream, me, Range.unbounded(), Limit.from(MOST_PENDING))).stream()
                        .map(pending -> pending.getId())
                        .filter(worked::contains)
                        .toArray(String[]::new);
        if (ours.length > 0) {
            var unused = Connections.get(redis.xclaim(stream, me, XClaimArgs.Builder.justid(), ours));
        }
    }

    private void acknowledgeDone(RedisAsyncCommands<String, byte[]> redis) throws IOException, InterruptedException {
        for (String id : List.copyOf(done)) {
            var unused = Connections.get(redis.xack(stream, me.getGroup(), id));
            done.remove(id);
        }
    }

    private void free(RedisAsyncCommands<String, byte[]> redis) throws IOException, InterruptedException {
        for (String id : List.copyOf(worked)) {
            if (worked.remove(id)) {
                var unused = Connections.get(redis.xclaim(stream, me, freed(), id));
            }
        }
    }

    /** As if nobody had said anything of it for so long that another may take it. */
    private static XClaimArgs freed() {
        return XClaimArgs.Builder.justid().idle(ABANDONED);
    }

    /** One call. Whoever has it by now, Redis counts one acknowledgement of it. */
    private final class Taken implements ToolBroker.Delivery {

        private final String id;

        Taken(String id) {
            this.id = id;
        }

        /** The reading thread tries again what cannot be sent now. */
        @Override
        public void acknowledge() {
            done.add(id);
            worked.remove(id);
            try {
                var unused =
                        connections.shared().xack(stream, me.getGroup(), id).thenRun(() -> done.remove(id));
            } catch (IOException e) {
                LOGGER.atDebug().addKeyValue("stream", stream).setCause(e).log("not acknowledged yet");
            }
        }

        @Override
        public boolean claim() throws InterruptedException {
            worked.remove(id);
            try {
                return Connections.get(connections.shared().xack(stream, me.getGroup(), id)) == 1;
            } catch (IOException e) {
                LOGGER.atDebug().addKeyValue("stream", stream).setCause(e).log("not certain to be claimed");
                return false;
            }
        }

        @Override
        public void giveBack() {
            try {
                if (worked.remove(id)) {
                    var unused = connections.shared().xclaim(stream, me, freed(), id);
                }
            } catch (IOException e) {
                LOGGER.atDebug().addKeyValue("stream", stream).setCause(e).log("goes to another in a minute");
            }
        }
    }
}
