package org.talkoot.agents.guard;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.GuardService;
import org.talkoot.core.guard.Subject;
import org.talkoot.core.run.RunEffect;

/**
 * Asks the services of guardrails on this node. Each question is answered once, with what was said or why nothing was,
 * unless it is abandoned; a service has the time that its guardrail gives it, and no more, whatever it does. At most
 * {@value #MOST} questions are under way on a node; those that wait for their turn wait within their time. Safe for use
 * by any thread; does not block.
 */
public final class GuardrailRunner {

    /** Questions under way on one node. */
    public static final int MOST = 256;

    private final AgentCatalog catalog;
    private final MeterRegistry meters;
    private final Semaphore turns = new Semaphore(MOST);
    private final Map<Key, Thread> asking = new ConcurrentHashMap<>();

    private record Key(RunId run, CallId call) {}

    public GuardrailRunner(AgentCatalog catalog, MeterRegistry meters) {
        this.catalog = catalog;
        this.meters = meters;
        meters.gaugeMapSize("talkoot.guardrail.in.flight", List.of(), asking);
    }

    /** Asks, and tells what came of it. */
    public void ask(RunEffect.AskGuardrail effect, Consumer<Answered> whenAnswered) {
        Key key = new Key(effect.run(), effect.call());
        Thread thread = Thread.ofVirtual().name("talkoot-guardrail").unstarted(() -> {
            try {
                Answered answered = answer(effect);
                count(effect, answered);
                whenAnswered.accept(answered);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // abandoned: nobody waits for it
            } finally {
                asking.remove(key, Thread.currentThread());
            }
        });
        asking.put(key, thread);
        thread.start();
    }

    /** Nobody waits for it any more. */
    public void abandon(RunEffect.AskGuardrail effect) {
        Thread thread = asking.remove(new Key(effect.run(), effect.call()));
        if (thread != null) {
            thread.interrupt();
        }
    }

    private Answered answer(RunEffect.AskGuardrail effect) throws InterruptedException {
        Optional<AskedGuardrail> found = catalog.find(effect.agent().type())
                .map(now -> catalog.finisher(now, effect.version()))
                .flatMap(agent -> agent.guards().asked(effect.subject().place()).stream()
                        .filter(asked -> asked.name().equals(effect.guardrail()))
                        .findFirst());
        if (found.isEmpty()) {
            return new Answered.Nothing("the guardrail is not installed any more");
        }
        AskedGuardrail guardrail = found.get();
        return switch (guardrail.by()) {
            case AskedGuardrail.Asked.Service by -> attempts(guardrail, by.service(), effect.subject());
            case AskedGuardrail.Asked.Judge by -> new Answered.Nothing("the guardrail is a model now, and was none");
        };
    }

    private Answered attempts(AskedGuardrail guardrail, GuardService service, Subject subject)
            throws InterruptedException {
        Answered last = new Answered.Nothing("it was not asked");
        for (int attempt = 0; attempt < guardrail.attempts(); attempt++) {
            last = attempt(service, subject, guardrail.timeout());
            if (last instanceof Answered.Said) {
                return last;
            }
        }
        return last;
    }

    /** On a thread of its own, so that one which does not listen to interrupts holds up nobody. */
    private Answered attempt(GuardService service, Subject subject, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        if (!turns.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return new Answered.Nothing(
                    "%d others are asked already, and none came to its end in %s".formatted(MOST, timeout));
        }
        FutureTask<Answered> task =
                new FutureTask<>(
                        () -> new Answered.Said(Objects.requireNonNull(service.judge(subject), "it said nothing"))) {
                    @Override
                    public void run() {
                        try {
                            super.run();
                        } finally {
                            turns.release(); // not before it has ended
                        }
                    }
                };
        Thread thread = Thread.ofVirtual().name("talkoot-guardrail-attempt").start(task);
        try {
            return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Answered.Nothing("it did not answer in " + timeout);
        } catch (ExecutionException e) {
            return new Answered.Nothing("it failed: " + e.getCause());
        } finally {
            thread.interrupt();
        }
    }

    private void count(RunEffect.AskGuardrail effect, Answered answered) {
        String outcome = switch (answered) {
            case Answered.Said said -> said.verdict().getClass().getSimpleName().toLowerCase(Locale.ROOT);
            case Answered.Nothing nothing -> "nothing";
        };
        meters.counter("talkoot.guardrail.asked", "guardrail", effect.guardrail(), "outcome", outcome)
                .increment();
    }
}
