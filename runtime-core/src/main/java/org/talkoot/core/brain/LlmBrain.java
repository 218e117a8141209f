package org.talkoot.core.brain;

import org.talkoot.core.AgentType;
import org.talkoot.core.conversation.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.Brain;
import org.talkoot.core.run.Next;
import org.talkoot.core.run.Prompt;
import org.talkoot.core.run.RunFailure;
import org.talkoot.core.run.RunView;
import org.talkoot.core.run.Step;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The tool loop of a language model: ask it, run what it proposes, show it what came of that, until
 * it answers or hands over.
 *
 * <p>When the history does not fit the model's context, the older half is left out and the model is
 * asked again. When a tool call is in doubt after a crash, a human is asked before the model goes
 * on.
 */
public record LlmBrain(Prompt prompt, Duration patience) implements Brain {

    /** How long a human may take to look at a call that is in doubt. */
    public static final Duration PATIENCE = Duration.ofMinutes(30);

    public static LlmBrain of(String instructions) {
        return new LlmBrain(Prompt.of(instructions), PATIENCE);
    }

    public LlmBrain withModel(String model) {
        return new LlmBrain(prompt.withModel(new ModelName(model)), patience);
    }

    public LlmBrain withTools(String... names) {
        return new LlmBrain(prompt.withTools(List.of(names)), patience);
    }

    /** Agents that it may hand the conversation to. */
    public LlmBrain handingOffTo(String... agents) {
        return new LlmBrain(prompt.withHandoffs(types(agents)), patience);
    }

    /** Agents that it may ask and wait for. */
    public LlmBrain asking(String... agents) {
        return new LlmBrain(prompt.withDelegates(types(agents)), patience);
    }

    public LlmBrain withPatience(Duration changed) {
        return new LlmBrain(prompt, changed);
    }

    @Override
    public List<Prompt> prompts() {
        return List.of(prompt);
    }

    @Override
    public Next next(RunView view) {
        if (view.lastStep().isEmpty()) {
            return ask(view);
        }
        return switch (view.lastStep().get()) {
            case Step.ModelReplied step -> afterReply(step.reply());
            case Step.ModelFailed step -> afterFailure(view, step.failure());
            case Step.ToolSettled step -> afterTools(view);
            case Step.DelegateReported step -> afterTools(view);
            case Step.HumanDecided step -> ask(view);
            case Step.Woke step -> ask(view);
            case Step.Published step -> ask(view);
            case Step.Replied step -> ask(view);
            case Step.Noted step -> ask(view);
        };
    }

    private Next ask(RunView view) {
        return new Next.CallModel(prompt, firstShown(view, view.steps().size()));
    }

    private Next afterReply(ModelReply reply) {
        return switch (reply) {
            case ModelReply.Answer r -> new Next.AnswerAsReplied();
            case ModelReply.Truncated r -> new Next.AnswerAsReplied();
            case ModelReply.Refusal r ->
                    new Next.Fail(new RunFailure.GaveUp("model-refused", r.text()));
            case ModelReply.ToolCalls r -> new Next.RunProposed();
        };
    }

    private Next afterFailure(RunView view, ModelFailure failure) {
        int before = firstShown(view, view.steps().size() - 1);
        boolean canShorten = before < view.history().size() - 1;
        return failure instanceof ModelFailure.ContextTooLong && canShorten
                ? ask(view)
                : new Next.Fail(new RunFailure.ModelFailed(failure));
    }

    /** The calls of the last reply are all settled; was one of them in doubt? */
    private Next afterTools(RunView view) {
        for (Step step : view.steps().reversed()) {
            if (step instanceof Step.ModelReplied) {
                break;
            }
            if (step instanceof Step.ToolSettled(ToolCall call, ToolResult.InDoubt doubt)) {
                String question =
                        "Tool '%s' with %s: %s Has it happened?"
                                .formatted(call.tool(), call.arguments(), doubt.message());
                return new Next.AskHuman(question, patience);
            }
        }
        return ask(view);
    }

    /**
     * Where the shown history begins: at its start, or, after the context was too long, later by
     * half of the rest each time, but at a message of a user, because a tool's output alone means
     * nothing to a model.
     */
    private static int firstShown(RunView view, int afterSteps) {
        int from = 0;
        for (Step step : view.steps().subList(0, afterSteps)) {
            if (step instanceof Step.ModelFailed(ModelFailure.ContextTooLong ignored)) {
                from += (view.history().size() - from + 1) / 2;
            }
        }
        int last = view.history().size() - 1;
        while (from < last && !(view.history().get(from) instanceof Message.User)) {
            from++;
        }
        return Math.min(from, Math.max(0, last));
    }

    private static List<AgentType> types(String... agents) {
        return Arrays.stream(agents).map(AgentType::new).toList();
    }
}
