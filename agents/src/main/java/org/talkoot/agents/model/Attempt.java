package org.talkoot.agents.model;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.attachment.AttachmentReader;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/** One attempt of a call on its own virtual thread. Once abandoned, nothing is heard of it. */
final class Attempt implements Runnable, Deltas {

    private static final Logger LOGGER = LoggerFactory.getLogger(Attempt.class);

    private final CallScheduler.Action.Start start;
    private final Deltas deltas;
    private final AttachmentReader attachments;
    private final Consumer<ModelOutcome> whenEnded;
    private final long startedNanos = System.nanoTime();
    private final Thread thread;
    private final Object pieces = new Object();
    private volatile long streamed;
    private volatile boolean abandoned;

    Attempt(
            CallScheduler.Action.Start start,
            Deltas deltas,
            AttachmentReader attachments,
            Consumer<ModelOutcome> whenEnded) {
        this.start = start;
        this.deltas = deltas;
        this.attachments = attachments;
        this.whenEnded = whenEnded;
        this.thread = Thread.ofVirtual().name("model-call-" + start.attempt()).unstarted(this);
    }

    void begin() {
        thread.start();
    }

    /** After this no piece comes any more, so whoever says that the text begins anew is right. */
    void abandon() {
        synchronized (pieces) {
            abandoned = true;
        }
        thread.interrupt();
    }

    Candidate candidate() {
        return start.candidate();
    }

    ModelRequest.Origin origin() {
        return start.request().origin();
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** How many characters of an answer have come. */
    long streamed() {
        return streamed;
    }

    @Override
    public void next(ModelRequest.Origin origin, String text) {
        synchronized (pieces) {
            if (!abandoned) {
                streamed += text.length();
                deltas.next(origin, text);
            }
        }
    }

    @Override
    public void run() {
        ModelOutcome outcome = call();
        if (!abandoned) {
            whenEnded.accept(outcome);
        }
    }

    private ModelOutcome call() {
        try {
            return start.candidate().provider().client().call(start.request().reading(attachments), this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ModelOutcome.Failed(new ModelFailure.Unavailable("the call was interrupted"), TokenUsage.NONE);
        } catch (Throwable bug) { // whatever it is, somebody waits for this call
            LOGGER.atError()
                    .addKeyValue("run", start.request().origin().run())
                    .addKeyValue("model", start.candidate().model())
                    .setCause(bug)
                    .log("model client threw");
            return new ModelOutcome.Failed(
                    new ModelFailure.Rejected("the client of this model is broken: "
                            + bug.getClass().getName()),
                    TokenUsage.NONE);
        }
    }
}
