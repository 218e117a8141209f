package org.talkoot.core.brain;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.Approvals;
import org.talkoot.core.approval.ProposedCall;
import org.talkoot.core.model.Example;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelParameters;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/**
 * The tool loop of a language model: ask it, run what it proposes, show it what came of that, until it answers or hands
 * over.
 *
 * <p>When the history does not fit the model's context, the older half is left out from then on and the model is asked
 * again. When a tool call is in doubt after a crash, a human is asked before the model goes on. A reply that was cut
 * off while it asked for tools ends the run: what it wanted is not known.
 *
 * @param instructions what fills the prompt's own; null: they are a text
 * @param choice which model is asked; null: that of the prompt
 * @param answering what its answer has to be; null: any text, one that was cut off included
 * @param approvals what of the calls that the model proposes people have to agree to
 */
public record LlmBrain(
        Prompt prompt,
        Duration patience,
        @Nullable Instructions instructions,
        @Nullable ModelChoice choice,
        @Nullable Answering answering,
        Approvals approvals)
        implements Brain {

    /** How long a human may take to look at a call that is in doubt. */
    public static final Duration PATIENCE = Duration.ofMinutes(30);

    public static LlmBrain of(String instructions) {
        return new LlmBrain(Prompt.of(instructions), PATIENCE, null, null, null, Approvals.NONE);
    }

    /**
     * Told what is known when it is asked.
     *
     * @throws IllegalArgumentException when nothing fills one of the blanks
     */
    public static LlmBrain of(Instructions instructions) {
        return of("").instructed(instructions);
    }

    /** The same, told this instead. */
    public LlmBrain instructed(Instructions changed) {
        changed.requireComplete();
        return new LlmBrain(
                prompt.withInstructions(changed.template()), patience, changed, choice, answering, approvals);
    }

    /** Shown how to reply before it sees the history. */
    public LlmBrain showing(Example... examples) {
        return with(prompt.withExamples(List.of(examples)));
    }

    public LlmBrain withModel(String model) {
        Prompt changed = prompt.withModel(new ModelName(model));
        return new LlmBrain(changed, patience, instructions, null, answering, approvals);
    }

    /** A model for each call. */
    public LlmBrain withModel(ModelChoice changed) {
        Prompt first = prompt.withModel(changed.among().getFirst());
        return new LlmBrain(first, patience, instructions, changed, answering, approvals);
    }

    public LlmBrain withTools(String... names) {
        return with(prompt.withTools(List.of(names)));
    }

    /** Agents that it may hand the conversation to. */
    public LlmBrain handingOffTo(String... agents) {
        return with(prompt.withHandoffs(types(agents)));
    }

    /** Agents that it may ask and wait for. */
    public LlmBrain asking(String... agents) {
        return with(prompt.withDelegates(types(agents)));
    }

    /**
     * Its answer is a value of this type: a record, or a sealed interface of records. The model is told the schema, and
     * what does not fit it goes back to the model {@link Answering#REPAIRS} times.
     *
     * @throws org.talkoot.core.schema.NoSchemaException when no schema can say the type
     */
    public LlmBrain answering(Class<?> type) {
        return answering(type, Answering.REPAIRS);
    }

    /** The same, with another number of times. */
    public LlmBrain answering(Class<?> type, int repairs) {
        Answering changed = new Answering(DataType.of(type), repairs);
        return new LlmBrain(prompt.withAnswer(changed.format()), patience, instructions, choice, changed, approvals);
    }

    /** How the model is to answer: temperature, output limit and what else there is. */
    public LlmBrain with(ModelParameters parameters) {
        return with(prompt.withParameters(parameters));
    }

    private LlmBrain with(Prompt changed) {
        return new LlmBrain(changed, patience, instructions, choice, answering, approvals);
    }

    public LlmBrain withPatience(Duration changed) {
        return new LlmBrain(prompt, changed, instructions, choice, answering, approvals);
    }

    /**
     * One person other than the requester has to agree to such calls of this tool, within this time; silence is a no. A
     * call that is not run is shown to the model as failed, with the reason.
     */
    public LlmBrain approving(String tool, Predicate<ProposedCall> which, Duration within) {
        return approving(tool, ApprovalPolicy.when(which, ApprovalTerms.within(within)));
    }

    /**
     * The same as the policy says. It is heard beside what the tool itself declares. Who changes the arguments of a
     * call that waits does not lower what it takes: the policy is asked of the new ones too, and what it said of the
     * first goes on to hold.
     */
    public LlmBrain approving(String tool, ApprovalPolicy policy) {
        return new LlmBrain(prompt, patience, instructions, choice, answering, approvals.with(tool, policy));
    }

    @Override
    public List<Prompt> prompts() {
        return choice == null
                ? List.of(prompt)
                : choice.among().stream().map(prompt::withModel).toList();
    }

    @Override
    public Needs needs() {
        return new Needs(Set.of(), Set.of(), approvals.byTool().keySet());
    }

    @Override
    public Next next(RunView view) {
        if (view.lastStep().isEmpty()) {
            return ask(view);
        }
        return switch (view.lastStep().get()) {
            case Step.ModelReplied step -> afterReply(view, step.reply());
            case Step.ReplyRejected step -> ask(view);
            case Step.ModelFailed step -> afterFailure(view, step);
            case Step.ToolSettled step -> afterTools(view);
            case Step.DelegateReported step -> afterTools(view);
            case Step.HumanDecided step -> ask(view);
            case Step.Woke step -> ask(view);
            case Step.GivenUp step -> ask(view);
            case Step.Published step -> ask(view);
            case Step.Replied step -> ask(view);
            case Step.Signalled step -> ask(view);
            case Step.SignalMissed step -> ask(view);
            case Step.Shown step -> ask(view);
            case Step.Noted step -> ask(view);
        };
    }

    private Next ask(RunView view) {
        return ask(view, view.shownFrom());
    }

    private Next ask(RunView view, int from) {
        Prompt chosen = prompt.withModel(model(view));
        return instructions == null
                ? new Next.CallModel(chosen, from)
                : new Next.CallModel(chosen, from, instructions.fill(view));
    }

    private ModelName model(RunView view) {
        return choice == null ? prompt.model() : choice.choose(view);
    }

    private Next afterReply(RunView view, ModelReply reply) {
        return switch (reply) {
            case ModelReply.Answer r -> answering == null ? new Next.AnswerAsReplied() : answering.next(view, r.text());
            case ModelReply.Truncated r
            when r.callsLost() ->
                new Next.Fail(new RunFailure.GaveUp(
                        "truncated", "The model ran into its output limit while it asked for" + " tools."));
            case ModelReply.Truncated r
            when answering != null ->
                new Next.Fail(new RunFailure.GaveUp(
                        "truncated", "The model ran into its output limit before its answer was complete."));
            case ModelReply.Truncated r -> new Next.AnswerAsReplied();
            case ModelReply.Refusal r -> new Next.Fail(new RunFailure.GaveUp("model-refused", r.text()));
            case ModelReply.ToolCalls r -> new Next.RunProposed(approvals);
        };
    }

    /** Another model may take what one did not; the same one takes it when less of the history is shown. */
    private Next afterFailure(RunView view, Step.ModelFailed step) {
        if (choice != null && !choice.choose(view).equals(step.asked())) {
            return ask(view);
        }
        int later = step.failure() instanceof ModelFailure.ContextTooLong ? shortened(view) : -1;
        return later < 0 ? new Next.Fail(new RunFailure.ModelFailed(step.failure())) : ask(view, later);
    }

    /** The calls of the last reply are all settled; was one of them in doubt? */
    private Next afterTools(RunView view) {
        for (Step step : view.steps().reversed()) {
            if (step instanceof Step.ModelReplied) {
                break;
            }
            if (step instanceof Step.ToolSettled(ToolCall call, ToolResult.InDoubt doubt)) {
                String question = "Tool '%s' with %s: %s Has it happened?"
                        .formatted(call.tool(), call.arguments(), doubt.message());
                return new Next.AskHuman(question, patience, call.id());
            }
        }
        return ask(view);
    }

    /**
     * Where to begin when half of what was shown is left out; -1 when nothing can be left out. What the model said last
     * is never left out, or it would say it again.
     */
    private static int shortened(RunView view) {
        int from = view.shownFrom();
        int last = view.history().size() - 1;
        while (last > from && view.history().get(last) instanceof Message.ToolOutput) {
            last--;
        }
        int half = from + (view.history().size() - from + 1) / 2;
        int later = Math.min(half, last);
        return later > from ? later : -1;
    }

    @Override
    public String fingerprint() {
        return toString();
    }

    private static List<AgentType> types(String... agents) {
        return Arrays.stream(agents).map(AgentType::new).toList();
    }
}
