package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/**
 * A way out to Kafka that brings each event out once, for readers with {@code isolation.level=read_committed}. The
 * position is a record in a compacted topic and belongs to the transaction of the events it stands for: both are there
 * or neither is.
 *
 * <p>After any failure it is unknown whether the transaction happened, so the producer is thrown away. {@link #open}
 * makes a new one of the same transactional id, which ends whatever the former left behind, and reads what is true.
 *
 * <p>A record's key is that of the {@link Outgoing}: one conversation stays in one partition and in order. A broker
 * that is away is noticed in some 10 s. Called by one thread at a time, except for {@link #close}; blocks.
 */
public final class KafkaSink implements EventSink {

    /** Longer than a transaction of another writer of the progress topic can be open. */
    private static final Duration PROGRESS_PATIENCE = Duration.ofSeconds(40);

    /** Beside the mark of a sink, under its name and this: that it was opened. */
    private static final String OPENED = "/opened";

    private final String name;
    private final String id;
    private final String progressTopic;
    private final Clients clients;
    private final CommittedLog progress;
    private final Function<Outgoing, WireMessage> encoding;
    private volatile @Nullable KafkaProducer<byte[], byte[]> producer;

    /**
     * @param journal which journal the positions are of: another one, that of an installation beside this or of this
     *     one begun anew, has a mark of its own
     */
    public KafkaSink(String name, String journal, KafkaSettings settings, Function<Outgoing, WireMessage> encoding) {
        this.name = name;
        this.id = name + '@' + journal;
        this.progressTopic = settings.sink().progressTopic();
        this.clients = new Clients(settings);
        this.progress = new CommittedLog(clients, PROGRESS_PATIENCE);
        this.encoding = encoding;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SinkPromise promise() {
        return SinkPromise.ONCE;
    }

    @Override
    public Optional<JournalMark> open() {
        close();
        try {
            producer = clients.producer(id);
            producer.initTransactions();
            settle(producer);
            return mark();
        } catch (RuntimeException e) {
            throw failed("cannot open", e);
        }
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            throw new BusException("the sink '%s' is not open".formatted(name));
        }
        try {
            open.beginTransaction();
            Stream.concat(events.stream().map(this::toRecord), Stream.of(toRecord(mark)))
                    .forEach(record -> send(open, record));
            open.commitTransaction();
        } catch (RuntimeException e) {
            throw failed("cannot write", e);
        }
    }

    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    /*
     * initTransactions has decided what a former producer left open. The decision must also stand in
     * the log, and a broker that was killed in between can lose it: it comes back without a leader
     * for a moment and takes the partitions for deleted. The next commit of the same producer in the
     * partition decides for everything before it, so there is one before the mark is read. Without
     * it the mark could not be read ever again.
     */
    private void settle(KafkaProducer<byte[], byte[]> opened) {
        opened.beginTransaction();
        byte[] key = (id + OPENED).getBytes(UTF_8);
        for (PartitionInfo partition : opened.partitionsFor(progressTopic)) {
            send(opened, new ProducerRecord<>(progressTopic, partition.partition(), key, new byte[0]));
        }
        opened.commitTransaction();
    }

    /**
     * What fails later fails the commit. What fails at once is not thrown either, and without this look each record of
     * a batch would wait for a broker that is away.
     */
    private static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> sent = producer.send(record);
        if (sent.state() == Future.State.FAILED) {
            throw new KafkaException(Reason.of(sent.exceptionNow()), sent.exceptionNow());
        }
    }

    private BusException failed(String what, RuntimeException cause) {
        close();
        return new BusException("the sink '%s' %s: %s".formatted(name, what, Reason.of(cause)), cause);
    }

    private Optional<JournalMark> mark() {
        byte[] key = id.getBytes(UTF_8);
        AtomicReference<Optional<JournalMark>> last = new AtomicReference<>(Optional.empty());
        progress.read(progressTopic, record -> {
            if (Arrays.equals(key, record.key())) {
                last.set(Optional.of(parse(record.value())));
            }
        });
        return last.get();
    }

    private static JournalMark parse(byte[] value) {
        return JournalMark.parse(new String(value, UTF_8));
    }

    private ProducerRecord<byte[], byte[]> toRecord(JournalMark mark) {
        return new ProducerRecord<>(
                progressTopic, id.getBytes(UTF_8), mark.text().getBytes(UTF_8));
    }

    private ProducerRecord<byte[], byte[]> toRecord(Outgoing outgoing) {
        WireMessage message = encoding.apply(outgoing);
        List<Header> headers = message.headers().entrySet().stream()
                .<Header>map(h -> new RecordHeader(h.getKey(), h.getValue().getBytes(UTF_8)))
                .toList();
        return new ProducerRecord<>(outgoing.channel(), null, outgoing.key().getBytes(UTF_8), message.body(), headers);
    }
}
