package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.nats.settings.SubjectTemplate;
import org.talkoot.bridges.port.Questions;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/**
 * Answers whoever asks an agent by a request of core NATS and waits. The nodes are a queue group, of which the server
 * gives each question to one; who asks while there is none hears so from the server at once. Nothing of it is kept: a
 * question that gets no answer is to be asked again, under its own id.
 */
final class NatsQuestions implements EventSource {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsQuestions.class);

    private static final Duration GLANCE = Duration.ofMillis(250);

    private final Link link;
    private final NatsSettings.Questions settings;
    private final Questions questions;
    private final Deliveries reading;
    private final SourceHealth health = new SourceHealth();
    private final Repeating running = new Repeating(name(), health);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong number = new AtomicLong();
    private volatile boolean answering;

    NatsQuestions(Link link, NatsSettings.Questions settings, Questions questions) {
        this.link = link;
        this.settings = settings;
        this.questions = questions;
        this.reading = new Deliveries(List.of(new SubjectTemplate(settings.subject())));
    }

    @Override
    public String name() {
        return "nats-questions";
    }

    /** Questions do not go by the intake: who asks is told what is wrong, so there are no dead letters. */
    @Override
    public void start(Intake unused) {
        running.start(this::run);
    }

    private void run(Repeating told) throws InterruptedException {
        try (Link.Use use = link.open()) {
            Dispatcher dispatcher = use.connection().createDispatcher(message -> asked(use, message));
            dispatcher.subscribe(new SubjectTemplate(settings.subject()).wildcard(), settings.group());
            try {
                use.flush(Link.PATIENCE);
                told.flows();
                answering = true;
                while (!told.awaitClosing(GLANCE)) {
                    use.require();
                }
            } finally {
                answering = false;
                end(use, dispatcher);
            }
        }
    }

    /** No more questions; what is open may be answered until the connection is closed. */
    private void end(Link.Use use, Dispatcher dispatcher) throws InterruptedException {
        if (use.connection().getStatus() != Connection.Status.CLOSED) {
            use.connection().closeDispatcher(dispatcher);
        }
    }

    private void asked(Link.Use use, Message message) {
        if (open.incrementAndGet() > settings.atMost()) {
            reply(use, message, full());
            return;
        }
        String asked = message.getReplyTo() == null ? Long.toString(number.incrementAndGet()) : message.getReplyTo();
        var unused = questions
                .ask(reading.of(message, asked), settings.patience())
                .whenComplete((answer, failure) -> answered(use, message, answer, failure));
    }

    private byte[] full() {
        return "{\"refused\":{\"code\":\"OVERLOADED\",\"detail\":\"%d questions are open on this node\"}}"
                .formatted(settings.atMost())
                .getBytes(UTF_8);
    }

    private void answered(Link.Use use, Message message, byte @Nullable [] answer, @Nullable Throwable failure) {
        if (answer != null) {
            reply(use, message, answer);
        } else {
            open.decrementAndGet();
            LOGGER.atDebug()
                    .addKeyValue("reason", failure == null ? "" : Reason.of(failure))
                    .log("a question is not answered here; who asks may ask again");
        }
    }

    private void reply(Link.Use use, Message message, byte[] answer) {
        open.decrementAndGet();
        String to = message.getReplyTo();
        if (to == null || to.isEmpty()) {
            return; // nobody waits, but it was taken
        }
        try {
            use.connection().publish(to, answer);
        } catch (IllegalStateException e) {
            LOGGER.atInfo()
                    .addKeyValue("reason", Reason.of(e))
                    .log("an answer cannot be sent; who asks may ask again and gets the same");
        }
    }

    /** Whether the server gives it questions now. */
    boolean isAnswering() {
        return answering;
    }

    @Override
    public BridgeHealth health() {
        return health.current();
    }

    @Override
    public void close() {
        running.close();
    }
}
