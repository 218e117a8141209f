package org.talkoot.core.guard;

import java.time.Duration;
import org.talkoot.core.model.ModelName;

/**
 * A guardrail that somebody else has to be asked for. Asking is a step of the run: it is journalled, and so is what was
 * said, or that nothing was. The run goes on when it has been said; nothing of the text gets anywhere before. After a
 * crash it is asked again, and what it says takes effect once.
 *
 * <p>At one place those that are pure functions look first, whatever the order is.
 *
 * <pre>{@code
 * .guarding(Place.INPUT, AskedGuardrail.service("moderation", service).within(Duration.ofSeconds(2)).failingOpen())
 * .guarding(Place.OUTPUT, AskedGuardrail.judge("on-topic", "It is about insurance, and about nothing else."))
 * }</pre>
 *
 * @param by who is asked
 * @param timeout how long one attempt may take; a model has the time that its provider gives it
 * @param attempts how often a service is asked when it fails; a model is asked as often as its provider's settings say
 * @param failing what happens when nobody says anything, or nothing that can be understood
 */
public record AskedGuardrail(String name, Asked by, Duration timeout, int attempts, Failing failing) implements Guard {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Who is asked. */
    public sealed interface Asked {

        /** Somebody outside. */
        record Service(GuardService service) implements Asked {}

        /**
         * A model, by these criteria and nothing else, with the admission and the budget of all model calls. What it is
         * to judge is before its eyes, so it can be talked into something, as any model can.
         */
        record Judge(String criteria, ModelName model) implements Asked {}
    }

    /** What happens to a text about which nobody has said anything. */
    public enum Failing {
        /** It goes on: the check is an extra. */
        OPEN,
        /** It does not go on: the check is a condition. */
        CLOSED
    }

    public AskedGuardrail {
        if (timeout.isNegative() || timeout.isZero() || attempts < 1) {
            throw new IllegalArgumentException("somebody is asked at least once, and has time to answer");
        }
    }

    /** Asked once, for five seconds; fails closed. */
    public static AskedGuardrail service(String name, GuardService service) {
        return new AskedGuardrail(name, new Asked.Service(service), TIMEOUT, 1, Failing.CLOSED);
    }

    /** The model that is asked when nothing else is said. Fails closed. */
    public static AskedGuardrail judge(String name, String criteria) {
        return judge(name, criteria, ModelName.DEFAULT);
    }

    public static AskedGuardrail judge(String name, String criteria, ModelName model) {
        return new AskedGuardrail(name, new Asked.Judge(criteria, model), TIMEOUT, 1, Failing.CLOSED);
    }

    public AskedGuardrail within(Duration changed) {
        return new AskedGuardrail(name, by, changed, attempts, failing);
    }

    public AskedGuardrail attempts(int changed) {
        return new AskedGuardrail(name, by, timeout, changed, failing);
    }

    public AskedGuardrail failingOpen() {
        return new AskedGuardrail(name, by, timeout, attempts, Failing.OPEN);
    }

    public AskedGuardrail failingClosed() {
        return new AskedGuardrail(name, by, timeout, attempts, Failing.CLOSED);
    }
}
