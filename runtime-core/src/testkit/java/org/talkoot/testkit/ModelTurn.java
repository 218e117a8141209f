package org.talkoot.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.CallId;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.tool.ToolCall;

/**
 * What a {@link ScriptedModel} says to one call, and how long it takes. Begins with {@link #turn}.
 *
 * @param delay virtual time until the reply; only a {@link World} waits for it
 * @param announced whether the provider says beforehand that it makes the call wait
 */
public record ModelTurn(ModelOutcome outcome, Duration delay, boolean announced) {

    /** What a scripted model calls itself. */
    public static final ModelName MODEL = new ModelName("scripted/model");

    private static final TokenUsage USAGE = TokenUsage.of(10, 5);

    /** An empty answer, to be made something of. */
    public static ModelTurn turn() {
        return new ModelTurn(replied(new ModelReply.Answer(""), USAGE), Duration.ZERO, false);
    }

    public ModelTurn answers(String text) {
        return replies(new ModelReply.Answer(text));
    }

    /** Answers with a value, as JSON. */
    public ModelTurn answers(Record value) {
        return answers(DataType.of(value).write(value));
    }

    /** Proposes a call; more than one where this is repeated. Arguments are JSON or plain text. */
    public ModelTurn calls(String tool, String arguments) {
        List<ToolCall> calls = new ArrayList<>();
        if (outcome instanceof ModelOutcome.Replied(ModelReply.ToolCalls before, var u, var m)) {
            calls.addAll(before.calls());
        }
        calls.add(new ToolCall(new CallId("p" + (calls.size() + 1)), tool, arguments));
        return replies(new ModelReply.ToolCalls("", calls));
    }

    public ModelTurn refuses(String text) {
        return replies(new ModelReply.Refusal(text));
    }

    /** Runs into its output limit after {@code text}. */
    public ModelTurn isCutOff(String text) {
        return replies(new ModelReply.Truncated(text, false));
    }

    /** Runs into its output limit while it asks for tools. */
    public ModelTurn isCutOffCalling(String text) {
        return replies(new ModelReply.Truncated(text, true));
    }

    public ModelTurn replies(ModelReply reply) {
        return new ModelTurn(replied(reply, usage()), delay, announced);
    }

    public ModelTurn fails(ModelFailure failure) {
        return new ModelTurn(new ModelOutcome.Failed(failure, TokenUsage.NONE), delay, announced);
    }

    public ModelTurn costs(TokenUsage usage) {
        return switch (outcome) {
            case ModelOutcome.Replied o -> new ModelTurn(replied(o.reply(), usage), delay, announced);
            case ModelOutcome.Failed o -> new ModelTurn(new ModelOutcome.Failed(o.failure(), usage), delay, announced);
        };
    }

    public ModelTurn delays(Duration changed) {
        return new ModelTurn(outcome, changed, false);
    }

    /** The provider is busy: it says so, and the reply comes after this time. */
    public ModelTurn afterWaiting(Duration changed) {
        return new ModelTurn(outcome, changed, true);
    }

    private TokenUsage usage() {
        return switch (outcome) {
            case ModelOutcome.Replied o -> o.usage();
            case ModelOutcome.Failed o -> o.usage();
        };
    }

    private static ModelOutcome replied(ModelReply reply, TokenUsage usage) {
        return new ModelOutcome.Replied(reply, usage, MODEL);
    }
}
