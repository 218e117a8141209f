package org.talkoot.core.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.talkoot.core.Decision;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.UserCode;
import org.talkoot.core.context.ContextPolicy;
import org.talkoot.core.context.Cuts;
import org.talkoot.core.context.Fitting;
import org.talkoot.core.context.OpenSummary;
import org.talkoot.core.context.Shown;
import org.talkoot.core.model.Example;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.tool.ToolSpec;

/**
 * How a history is made to fit before a model is asked, and the summaries that this takes. They are written in the
 * background: nobody waits for one, and one whose node is gone is asked for again when its agent is needed next.
 */
final class Summaries {

    private final RunDecision decision;

    Summaries(RunDecision decision) {
        this.decision = decision;
    }

    /**
     * Cuts the history if its agent wants that.
     *
     * @param history as the model will find it
     * @return where what the model is shown begins, not before {@code next} has it; empty: what the agent pins broke,
     *     and so has its run
     */
    OptionalInt fit(ActiveRun active, List<Message> history, Offer offer, Next.CallModel next) {
        ContextPolicy policy = decision.definition(active).context().orElse(null);
        Memory memory = decision.state().memory();
        if (policy == null) {
            return OptionalInt.of(Math.max(next.from(), memory.context().cuts().from()));
        }
        Fitting fitting =
                new Fitting(policy, memory.context(), history, active.start().taskAt());
        Fitting.Ask ask = new Fitting.Ask(next.from(), beside(offer, next), isRefused(active));
        Optional<Fitting.Fit> fit = UserCode.call(() -> Optional.of(fitting.fit(ask)), why -> {
            decision.fail(active.run(), new RunFailure.BrainBroke("what is pinned: " + why));
            return Optional.empty();
        });
        return fit.map(found -> OptionalInt.of(fitted(active, policy, found, ask)))
                .orElseGet(OptionalInt::empty);
    }

    private int fitted(ActiveRun active, ContextPolicy policy, Fitting.Fit fit, Fitting.Ask ask) {
        Memory memory = decision.state().memory();
        Cuts cuts = fit.cuts();
        if (memory.seen().context() == null
                || memory.context().written() != null
                || !cuts.equals(memory.context().cuts())) {
            decision.tell(new RunEvent.HistoryFitted(active.run(), cuts));
        }
        fit.summarise().ifPresent(upTo -> request(active, policy, upTo));
        return ask.refused() ? cuts.from() : Math.max(ask.from(), cuts.from());
    }

    private static boolean isRefused(ActiveRun active) {
        return !active.progress().steps().isEmpty()
                && active.progress().steps().getLast() instanceof Step.ModelFailed failed
                && failed.failure() instanceof ModelFailure.ContextTooLong;
    }

    private static long beside(Offer offer, Next.CallModel next) {
        Prompt prompt = offer.prompt();
        long beside = prompt.instructions().length();
        beside += next.values().values().stream().mapToLong(String::length).sum();
        beside += prompt.examples().stream().mapToLong(Example::length).sum();
        beside += prompt.answer() == null ? 0 : prompt.answer().schema().length();
        return beside + offer.tools().stream().mapToLong(Summaries::length).sum();
    }

    private static long length(ToolSpec tool) {
        return (long) tool.name().length()
                + tool.description().length()
                + tool.input().toString().length();
    }

    private void request(ActiveRun active, ContextPolicy policy, int upTo) {
        ContextPolicy.Summarising by = policy.summarising();
        if (by == null) {
            return;
        }
        Offer offer = new Offer(Prompt.of(by.instructions()).withModel(by.model()), List.of());
        if (decision.state().memory().numberOf(offer) < 0) {
            decision.tell(new RunEvent.PromptRecorded(active.run(), offer));
        }
        Memory memory = decision.state().memory();
        decision.tell(new RunEvent.SummaryRequested(
                active.run(), memory.nextCall(1), memory.numberOf(offer), by.model(), upTo));
    }

    /** A summary that was cut off is better than none; what is no summary is not. */
    static Decision<RunEvent> recorded(OpenSummary open, ModelOutcome outcome, AgentDefinition definition) {
        return Decision.accept(
                switch (outcome) {
                    case ModelOutcome.Failed o ->
                        new RunEvent.SummaryFailed(
                                open.run(), open.call(), o.failure().message(), o.usage());
                    case ModelOutcome.Replied o -> replied(open, o, longest(definition));
                });
    }

    private static int longest(AgentDefinition definition) {
        return definition.context().map(ContextPolicy::longestSummary).orElse(ContextPolicy.LEAST);
    }

    private static RunEvent replied(OpenSummary open, ModelOutcome.Replied o, int longest) {
        String text = switch (o.reply()) {
            case ModelReply.Answer r -> r.text();
            case ModelReply.Truncated r -> r.text();
            case ModelReply.Refusal r -> "";
            case ModelReply.ToolCalls r -> "";
        };
        return text.isBlank()
                ? new RunEvent.SummaryFailed(
                        open.run(), open.call(), "the model did not write a summary: " + kind(o.reply()), o.usage())
                : new RunEvent.SummaryWritten(
                        open.run(), open.call(), Shown.beginning(text.strip(), longest), o.usage(), o.model());
    }

    private static String kind(ModelReply reply) {
        return switch (reply) {
            case ModelReply.Answer r -> "nothing at all";
            case ModelReply.Truncated r -> "nothing at all";
            case ModelReply.Refusal r -> "it refused";
            case ModelReply.ToolCalls r -> "it asked for tools";
        };
    }
}
