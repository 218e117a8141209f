package org.talkoot.bridges.pulsar;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/**
 * A way out to Pulsar that brings each event out once. The broker drops what a producer of the same name sends with a
 * sequence number that it knows, and that number is the position in the journal. So a mark may be older than what is
 * out, never newer: it is written when the events are safe, to a topic of the sink's own ({@link Progress}), and what
 * leaves again after a crash between the two is dropped.
 *
 * <p>It needs deduplication in every topic that it writes to, and refuses to write without. A message's key is that of
 * the {@link Outgoing}: one conversation stays in one partition and in order. A broker that is away is noticed in some
 * 10 s. Called by one thread at a time, except for {@link #close}; blocks.
 */
public final class PulsarSink implements EventSink {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Much more than the last message, which is never dropped. */
    private static final int PROGRESS_MEGABYTES = 16;

    private final String id;
    private final PulsarSettings settings;
    private final SharedClient client;
    private final PulsarTopology topology;
    private final Function<Outgoing, WireMessage> encoding;
    private volatile @Nullable Opened opened;

    /**
     * @param journal which journal the positions are of: another one, that of an installation beside this or of this
     *     one begun anew, has a mark of its own
     */
    public PulsarSink(String journal, PulsarSettings settings, Function<Outgoing, WireMessage> encoding) {
        this(
                settings.sink().name() + '@' + journal,
                settings,
                new SharedClient(settings.broker()),
                new PulsarTopology(settings),
                encoding);
    }

    PulsarSink(
            String id,
            PulsarSettings settings,
            SharedClient client,
            PulsarTopology topology,
            Function<Outgoing, WireMessage> encoding) {
        this.id = id;
        this.settings = settings;
        this.client = client;
        this.topology = topology;
        this.encoding = encoding;
    }

    /** What is there while it is open. */
    private record Opened(SharedClient.Lease lease, Progress progress, ChannelProducers channels) {

        Opened with(ChannelProducers others) {
            return new Opened(lease, progress, others);
        }
    }

    @Override
    public String name() {
        return settings.sink().name();
    }

    @Override
    public SinkPromise promise() {
        return SinkPromise.ONCE;
    }

    @Override
    public Optional<JournalMark> open() {
        close();
        SharedClient.Lease lease = client.lease();
        try {
            TopicSpec spec = progress();
            topology.makeIfMissing(spec);
            Progress progress = Progress.open(lease.client(), settings.topic(spec.name()), PATIENCE);
            opened = new Opened(lease, progress, channels(lease, progress.state()));
            return Optional.ofNullable(progress.state().mark());
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw failed("cannot open", e);
        }
    }

    /** Kept for ever, but not all of it. */
    private TopicSpec progress() {
        return new TopicSpec(settings.sink().progressTopic() + '-' + id, 0, -1, PROGRESS_MEGABYTES, true);
    }

    private ChannelProducers channels(SharedClient.Lease lease, SinkState state) {
        String name = state.history() == 0 ? id : id + '+' + state.history();
        return new ChannelProducers(lease.client(), name, encoding, PATIENCE);
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        Opened open = opened;
        if (open == null) {
            throw new BusException("the sink '%s' is not open".formatted(name()));
        }
        try {
            write(sinceSetBack(open, events, mark), events);
            open.progress().write(open.progress().state().reached(mark));
        } catch (IOException | RuntimeException e) {
            throw failed("cannot write", e);
        }
    }

    /** What leaves after a restore stands where other events stood that are out. */
    private Opened sinceSetBack(Opened open, List<Outgoing> events, JournalMark mark) {
        SinkState state = open.progress().state();
        long first = events.isEmpty() ? Long.MAX_VALUE : events.getFirst().position();
        if (!state.isSetBackBy(first, mark)) {
            return open;
        }
        open.channels().close();
        open.progress().write(state.setBackTo(Math.min(first - 1, mark.position())));
        Opened anew = open.with(channels(open.lease(), open.progress().state()));
        opened = anew;
        return anew;
    }

    private void write(Opened open, List<Outgoing> events) throws IOException {
        TreeSet<String> missing = events.stream()
                .map(Outgoing::channel)
                .filter(channel -> !open.channels().has(channel))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            open.progress().prove(); // or a writer that is shut out would take these names from the next
            missing.forEach(channel -> {
                Topic topic = settings.topic(channel);
                topology.requireDeduplication(topic);
                open.channels().open(channel, topic);
            });
        }
        open.channels().write(events);
    }

    private BusException failed(String what, Exception cause) {
        close();
        return new BusException("the sink '%s' %s: %s".formatted(name(), what, Reason.of(cause)), cause);
    }

    @Override
    public void close() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            open.channels().close();
            open.progress().close();
            open.lease().close();
        }
    }
}
