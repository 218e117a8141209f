package org.talkoot.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.worker.ToolBroker;

/** The threads that read calls and cancellations. Each consumer is used by its own thread alone. */
final class CallTopics implements AutoCloseable {

    static final CallTopics NONE = new CallTopics();

    private static final Duration POLL = Duration.ofMillis(100);

    private static final Logger LOGGER = LoggerFactory.getLogger(CallTopics.class);

    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Runnable> chores = new ConcurrentLinkedQueue<>();
    private final Map<TopicPartition, OpenCalls> open = new HashMap<>();
    private volatile boolean closed;

    private CallTopics() {}

    static CallTopics start(Consumer<String, byte[]> consumer, List<String> topics, ToolBroker.Incoming incoming) {
        CallTopics calls = new CallTopics();
        calls.run("talkoot-worker-calls", consumer, () -> {
            consumer.subscribe(topics, calls.new Rebalancing());
            while (!calls.closed) {
                calls.poll(consumer, incoming);
            }
        });
        return calls;
    }

    /** All of them from now on, by every worker. */
    void hearCancellations(Consumer<String, byte[]> consumer, String topic, ToolBroker.Incoming incoming) {
        run("talkoot-worker-cancellations", consumer, () -> {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToEnd(all);
            while (!closed) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (isCancellation(record)) {
                        incoming.cancelled(record.value());
                    }
                }
            }
        });
    }

    private static boolean isCancellation(ConsumerRecord<String, byte[]> record) {
        Header type = record.headers().lastHeader("event-type");
        return type != null && new String(type.value(), StandardCharsets.UTF_8).equals("tool.cancelled");
    }

    private void run(String name, Consumer<String, byte[]> consumer, Runnable loop) {
        Thread thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try (consumer) {
                loop.run();
            } catch (WakeupException e) {
                LOGGER.debug("closed");
            } catch (KafkaException e) {
                LOGGER.atError().setCause(e).log("{} ends: nothing is taken any more", name);
            } finally {
                forgetAll();
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void poll(Consumer<String, byte[]> consumer, ToolBroker.Incoming incoming) {
        for (Runnable chore = chores.poll(); chore != null; chore = chores.poll()) {
            chore.run();
        }
        if (incoming.room() > 0) {
            consumer.resume(consumer.paused());
        } else {
            consumer.pause(consumer.assignment());
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            OpenCalls calls = open.computeIfAbsent(partition, key -> new OpenCalls());
            calls.begin(record.offset());
            incoming.requested(record.value(), new Taken(consumer, partition, calls, record.offset()));
        }
    }

    /** The members of the group share the partitions anew. */
    private final class Rebalancing implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(CallTopics.this::forget);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(CallTopics.this::forget);
        }
    }

    private void forget(TopicPartition partition) {
        OpenCalls lost = open.remove(partition);
        if (lost != null) {
            lost.forget();
        }
    }

    private void forgetAll() {
        List.copyOf(open.keySet()).forEach(this::forget);
    }

    /** One record. What becomes of it is done by the thread that may use the consumer. */
    private final class Taken implements ToolBroker.Delivery {

        private final Consumer<String, byte[]> consumer;
        private final TopicPartition partition;
        private final OpenCalls calls;
        private final long offset;

        Taken(Consumer<String, byte[]> consumer, TopicPartition partition, OpenCalls calls, long offset) {
            this.consumer = consumer;
            this.partition = partition;
            this.calls = calls;
            this.offset = offset;
        }

        @Override
        public void acknowledge() {
            CompletableFuture<Boolean> unused = done();
        }

        @Override
        public boolean claim() throws InterruptedException {
            try {
                return done().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        private CompletableFuture<Boolean> done() {
            CompletableFuture<Boolean> committed = calls.committed(offset);
            chores.add(this::commit);
            return committed;
        }

        private void commit() {
            calls.done(offset).ifPresent(next -> {
                try {
                    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
                    calls.isCommitted(next);
                } catch (WakeupException e) {
                    calls.forget();
                    throw e;
                } catch (KafkaException e) {
                    LOGGER.atWarn()
                            .addKeyValue("partition", partition)
                            .setCause(e)
                            .log("not committed: another worker may have it");
                    calls.forget();
                }
            });
        }

        /** Only a restart or another worker reads it again: until then what comes behind it is not committed. */
        @Override
        public void giveBack() {
            LOGGER.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("offset", offset)
                    .log("given back");
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
