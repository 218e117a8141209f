package org.talkoot.benchmarks.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import org.talkoot.benchmarks.load.Latencies;
import org.talkoot.core.ConversationId;

/**
 * Readers of live feeds over server-sent events. Sees how long after an event was given to the journal it arrives here,
 * its commit included, by one clock, and that each reader gets a feed in its order.
 */
public final class FeedReaders {

    private static final int OPENED_AT_ONCE = 50;
    private static final String EVENT = "data: {\"sequence\":";
    private static final String TIME = "\"time\":\"";

    private final HttpClient client;
    private final URI node;
    private final Latencies arrivals = new Latencies(); // guarded by itself
    private volatile long from = Long.MAX_VALUE;
    private volatile boolean ending;
    private volatile String trouble = "";

    public FeedReaders(HttpClient client, URI node) {
        this.client = client;
        this.node = node;
    }

    /** Opens so many, spread evenly over these conversations; returns when all of them are read. */
    public void open(int readers, List<ConversationId> conversations) {
        Semaphore permits = new Semaphore(OPENED_AT_ONCE);
        for (int i = 0; i < readers; i++) {
            permits.acquireUninterruptibly();
            var unused = open(conversations.get(i % conversations.size()))
                    .whenComplete((opened, failure) -> permits.release());
        }
        permits.acquireUninterruptibly(OPENED_AT_ONCE);
        requireWell();
    }

    private CompletableFuture<Void> open(ConversationId conversation) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        HttpRequest request = HttpRequest.newBuilder(
                        node.resolve("/v1/conversations/" + conversation.key() + "/events"))
                .header("Accept", "text/event-stream")
                .build();
        var unused = client.sendAsync(request, head -> {
                    if (head.statusCode() != 200) {
                        trouble = "a feed is refused with " + head.statusCode();
                    }
                    opened.complete(null);
                    return HttpResponse.BodySubscribers.fromLineSubscriber(new Reader());
                })
                .whenComplete((ended, failure) -> {
                    if (!ending) {
                        trouble = "a feed has ended: " + failure;
                    }
                    opened.complete(null);
                });
        return opened;
    }

    /** Counts what is written from now on. */
    public void count() {
        from = System.currentTimeMillis();
    }

    /** What has arrived of that; nothing more is counted. */
    public Latencies counted() {
        from = Long.MAX_VALUE;
        requireWell();
        synchronized (arrivals) {
            return arrivals;
        }
    }

    /** From here on feeds may end. */
    public void end() {
        ending = true;
    }

    private void requireWell() {
        if (!trouble.isEmpty()) {
            throw new IllegalStateException(trouble);
        }
    }

    private final class Reader implements Flow.Subscriber<String> {

        private long last;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith(EVENT)) {
                Instant now = Instant.now();
                inOrder(line);
                int time = line.indexOf(TIME) + TIME.length();
                Instant written = Instant.parse(line.substring(time, line.indexOf('"', time)));
                if (written.toEpochMilli() >= from) {
                    add((now.getEpochSecond() - written.getEpochSecond()) * 1_000_000_000
                            + now.getNano()
                            - written.getNano());
                }
            }
        }

        private void inOrder(String line) {
            long sequence = Long.parseLong(line.substring(EVENT.length(), line.indexOf(',')));
            if (sequence <= last) {
                trouble = "a feed went back from %d to %d".formatted(last, sequence);
            }
            last = sequence;
        }

        private void add(long nanos) {
            synchronized (arrivals) {
                arrivals.add(nanos);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!ending) {
                trouble = "a feed has failed: " + failure;
            }
        }

        @Override
        public void onComplete() {}
    }
}
