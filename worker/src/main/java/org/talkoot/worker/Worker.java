package org.talkoot.worker;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tools in this process: takes their calls from a broker, hands each to its handler on a virtual thread, says that
 * it is alive where that is asked for, and reports. What may be repeated is acknowledged after it was reported, all
 * else before it begins, and then never begun twice here.
 *
 * <pre>{@code
 * try (Worker worker = Worker.on(KafkaToolBroker.at("localhost:9092", "transcribers"))
 *         .tool("transcribe", call -> transcribe(call.argument("url")))
 *         .atOnce(8)
 *         .start()) {
 *     worker.await();
 * }
 * }</pre>
 */
public final class Worker implements AutoCloseable {

    /** How many attempts are known as begun, so that a repeated one is recognised. */
    private static final int REMEMBERED = 10_000;

    /** Nodes read 1 MiB of an event; a broker may want some of it for headers. */
    private static final int MAX_BYTES = 1_000_000;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final Logger LOGGER = LoggerFactory.getLogger(Worker.class);

    private final ToolBroker broker;
    private final Map<String, Handler> handlers;
    private final InstantSource clock;
    private final Semaphore places;
    private final AtomicInteger taken = new AtomicInteger();
    private final int atOnce;
    private final @Nullable Downloads downloads;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Request.Name, Call> running = new ConcurrentHashMap<>();
    private final Set<String> begun = Collections.synchronizedSet(Collections.newSetFromMap(new Latest()));

    private Worker(Builder builder) {
        this.broker = builder.broker;
        this.handlers = Map.copyOf(builder.handlers);
        this.clock = builder.clock;
        this.atOnce = builder.atOnce;
        this.downloads = builder.node == null ? null : new Downloads(builder.node);
        this.places = new Semaphore(atOnce);
    }

    /** The ids of the latest events. */
    private static final class Latest extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

    /** A worker in the making. */
    public static final class Builder {

        private final ToolBroker broker;
        private final Map<String, Handler> handlers = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.system();
        private int atOnce = 16;
        private @Nullable URI node;

        private Builder(ToolBroker broker) {
            this.broker = broker;
        }

        /** Calls of this tool go to this handler. */
        public Builder tool(String name, Handler handler) {
            handlers.put(name, handler);
            return this;
        }

        /** So many calls are worked on at a time. */
        public Builder atOnce(int calls) {
            if (calls < 1) {
                throw new IllegalArgumentException("at least one call is worked on at a time");
            }
            atOnce = calls;
            return this;
        }

        /** Where handlers get what is attached: the address of any node, or of what stands before them. */
        public Builder attachmentsFrom(URI address) {
            node = address;
            return this;
        }

        Builder clock(InstantSource changed) {
            clock = changed;
            return this;
        }

        /** Begins to take calls. */
        public Worker start() {
            Worker worker = new Worker(this);
            broker.start(worker.handlers.keySet(), worker.incoming());
            return worker;
        }
    }

    /** One that takes its calls from there; it closes the way when it is closed. */
    public static Builder on(ToolBroker broker) {
        return new Builder(broker);
    }

    private ToolBroker.Incoming incoming() {
        return new ToolBroker.Incoming() {
            @Override
            public int room() {
                return Math.max(0, atOnce - taken.get());
            }

            @Override
            public void requested(byte[] event, ToolBroker.Delivery delivery) {
                taken.incrementAndGet();
                threads.execute(() -> take(event, delivery));
            }

            @Override
            public void cancelled(byte[] event) {
                cancel(event);
            }
        };
    }

    private void take(byte[] event, ToolBroker.Delivery delivery) {
        try {
            places.acquire();
            try {
                work(Request.parse(event), delivery);
            } finally {
                places.release();
            }
        } catch (IOException e) {
            LOGGER.atError().setCause(e).log("what came is no call, or its report cannot be written; it is left");
            delivery.acknowledge();
        } catch (InterruptedException e) {
            delivery.giveBack(); // the worker stops
        } finally {
            taken.decrementAndGet();
        }
    }

    private void work(Request request, ToolBroker.Delivery delivery) throws IOException, InterruptedException {
        Handler handler = handlers.get(request.tool());
        if (handler == null) {
            delivery.giveBack();
        } else if (!clock.instant().isBefore(request.terms().deadline())) {
            say(request, "its deadline is over; it is not begun");
            delivery.acknowledge();
        } else if (!request.terms().acknowledgedFirst()) {
            publish(request, report(request, handler));
            delivery.acknowledge();
        } else if (!begun.add(request.event())) {
            say(request, "it was begun here before, and must not be begun twice");
            delivery.acknowledge();
        } else if (delivery.claim()) {
            publish(request, report(request, handler));
        } else {
            begun.remove(request.event());
            say(request, "it is not certain that it is this worker's; it is not begun");
        }
    }

    private byte[] report(Request request, Handler handler) throws IOException, InterruptedException {
        Reports reports = new Reports(request);
        Call call = new Call(request, text -> progress(request, reports, text), downloads);
        running.put(request.name(), call);
        Heartbeat alive = new Heartbeat(request, () -> progress(request, reports, ""));
        try {
            byte[] report = reports.completed(handler.handle(call));
            return report.length <= MAX_BYTES ? report : reports.failed(tooLarge(report.length));
        } catch (ToolFailure e) {
            return reports.failed(e);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOGGER.atWarn()
                    .addKeyValue("tool", request.tool())
                    .addKeyValue("key", request.key())
                    .setCause(e)
                    .log("a handler failed");
            return reports.broke();
        } finally {
            alive.close();
            running.remove(request.name());
        }
    }

    private static ToolFailure tooLarge(int bytes) {
        return ToolFailure.permanent(
                "result-too-large", "The result has %d bytes; at most %d are read.".formatted(bytes, MAX_BYTES));
    }

    /** One that is lost is followed by the next. */
    private void progress(Request request, Reports reports, String text) {
        try {
            broker.publish(request.conversation(), reports.progress(text));
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("tool", request.tool()).setCause(e).log("progress could not be reported");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A report is what all the work was for: it is tried until the broker has it. */
    private void publish(Request request, byte[] report) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                broker.publish(request.conversation(), report);
                return;
            } catch (IOException e) {
                LOGGER.atWarn()
                        .addKeyValue("tool", request.tool())
                        .setCause(e)
                        .log("a report could not be published; trying again");
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void cancel(byte[] event) {
        try {
            Call call = running.get(Request.cancelled(event));
            if (call != null) {
                call.cancel();
            }
        } catch (IOException e) {
            LOGGER.atWarn().setCause(e).log("what came is no cancellation");
        }
    }

    private static void say(Request request, String what) {
        LOGGER.atWarn()
                .addKeyValue("tool", request.tool())
                .addKeyValue("key", request.key())
                .log(what);
    }

    /** Returns when the worker is closed by another thread. */
    public void await() throws InterruptedException {
        while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
            // for as long as it runs
        }
    }

    /** Takes nothing more, and interrupts what is being worked on: what was not acknowledged goes to other workers. */
    @Override
    public void close() {
        broker.close();
        threads.shutdownNow();
        if (downloads != null) {
            downloads.close();
        }
    }
}
