package org.talkoot.bridges.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.wire.NameToken;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.bridges.wire.json.Percent;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.SinkPromise;

/*
 * An event of a conversation is sent when the one before it is acknowledged, those of different
 * conversations at once. All at once, one could be refused or lost and the ones behind it not; and
 * the server's window of ids would hide these when they are repeated, so that a reader would have
 * the first one last.
 */
/**
 * A way out to NATS: subjects are the channel and a token of the conversation, {@code agent-results.order-7}. Each
 * event leaves at least once; within the server's window of ids ({@code duplicate-window} of a stream) a reader sees a
 * repeat not at all. The journal keeps how far it is.
 *
 * <p>Called by one thread at a time, except for {@link #close}; blocks.
 */
public final class NatsSink implements EventSink {

    /** By which the server knows a repeat. */
    static final String MESSAGE_ID = "Nats-Msg-Id";

    private static final String CLOUDEVENTS = "ce_";
    private static final String CLOUDEVENTS_OF_NATS = "ce-";

    /** One write, whatever its size. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int NO_RESPONDERS = 503;

    private final String name;
    private final Link link;
    private final Function<Outgoing, WireMessage> encoding;
    private volatile Link.@Nullable Use open;
    private volatile @Nullable CompletableFuture<Void> writing;

    NatsSink(String name, Link link, Function<Outgoing, WireMessage> encoding) {
        this.name = name;
        this.link = link;
        this.encoding = encoding;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SinkPromise promise() {
        return SinkPromise.AT_LEAST_ONCE;
    }

    @Override
    public Optional<JournalMark> open() {
        close();
        Link.Use use = link.open();
        try {
            use.flush(Link.PATIENCE);
            open = use;
            return Optional.empty();
        } catch (BusException e) {
            use.close();
            throw failed("cannot open", e);
        }
    }

    @Override
    public void write(List<Outgoing> events, JournalMark mark) {
        Link.Use use = open;
        if (use == null) {
            throw new BusException("the sink '%s' is not open".formatted(name));
        }
        CompletableFuture<Void> all = sent(use, events);
        writing = all;
        try {
            use.require();
            all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw failed("was interrupted", Failures.interrupted(e));
        } catch (ExecutionException | CancellationException | BusException e) {
            throw failed("cannot write", e);
        } catch (TimeoutException e) {
            throw failed("cannot write within %d s".formatted(PATIENCE.toSeconds()), e);
        } finally {
            writing = null;
        }
    }

    private CompletableFuture<Void> sent(Link.Use use, List<Outgoing> events) {
        Map<String, CompletableFuture<Void>> last = new HashMap<>();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Outgoing event : events) {
            CompletableFuture<Void> sent = last.getOrDefault(event.key(), CompletableFuture.completedFuture(null))
                    .thenCompose(before -> sent(use, event));
            last.put(event.key(), sent);
            all.add(sent);
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    @SuppressWarnings("ReferenceEquality") // whoever closed and opened again means another one
    private CompletableFuture<Void> sent(Link.Use use, Outgoing event) {
        if (open != use) {
            return CompletableFuture.failedFuture(new BusException("the sink was closed"));
        }
        String subject = subject(event);
        WireMessage message = encoding.apply(event);
        try {
            return use.connection()
                    .requestWithTimeout(subject, headers(event, message), message.body(), Link.PATIENCE)
                    .handle((answer, failure) -> taken(subject, answer, failure));
        } catch (IllegalStateException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new BusException("%s: %s".formatted(subject, Reason.of(e)), e));
        }
    }

    /** The channel, and which conversation; whatever it is called, it is a legal subject. */
    static String subject(Outgoing event) {
        StringBuilder subject = new StringBuilder();
        for (String token : event.channel().split("\\.", -1)) {
            subject.append(NameToken.of(token)).append('.');
        }
        return subject.append(NameToken.of(event.key())).toString();
    }

    /** As the bindings of CloudEvents say for NATS: names with a hyphen, and values that are plain. */
    private static Headers headers(Outgoing event, WireMessage message) {
        Headers headers = new Headers();
        message.headers()
                .forEach((name, value) -> headers.put(
                        name.startsWith(CLOUDEVENTS)
                                ? CLOUDEVENTS_OF_NATS + name.substring(CLOUDEVENTS.length())
                                : name,
                        isPlain(value) ? value : Percent.encode(value)));
        return headers.put(MESSAGE_ID, Percent.encode(event.event().id()) + ':' + event.position());
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 127 && c != '%');
    }

    private static @Nullable Void taken(String subject, @Nullable Message answer, @Nullable Throwable failure) {
        if (answer == null) {
            throw whyNot(subject, failure);
        }
        try {
            PublishAck unused = new PublishAck(answer);
            return null;
        } catch (IOException | JetStreamApiException e) {
            throw new BusException("%s: %s".formatted(subject, Reason.of(e)), e);
        }
    }

    private static BusException whyNot(String subject, @Nullable Throwable failure) {
        if (failure == null) {
            return new BusException("%s is not acknowledged by JetStream: no answer".formatted(subject));
        }
        boolean nobody = failure instanceof JetStreamStatusException said
                && said.getStatus().getCode() == NO_RESPONDERS;
        return new BusException(
                nobody
                        ? "no stream takes the subject %s: declare one under talkoot.nats.streams".formatted(subject)
                        : "%s is not acknowledged by JetStream: %s".formatted(subject, Reason.of(failure)),
                failure);
    }

    private BusException failed(String what, Exception cause) {
        close();
        return new BusException("the sink '%s' %s: %s".formatted(name, what, Reason.of(cause)), cause);
    }

    @Override
    public void close() {
        Link.Use use = open;
        open = null;
        CompletableFuture<Void> going = writing;
        if (going != null) {
            going.cancel(true);
        }
        if (use != null) {
            use.close();
        }
    }
}
