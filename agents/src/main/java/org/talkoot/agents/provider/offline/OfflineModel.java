package org.talkoot.agents.provider.offline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.talkoot.core.model.AnswerFormat;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/**
 * Keyword rules behind the port of a language model. The same request always has the same answer; nothing leaves the
 * process. Good for a first look and for tests, not for talking.
 */
public final class OfflineModel implements ModelClient {

    /** The provider's part of {@link #NAME}. */
    public static final String PROVIDER = "offline";

    public static final ModelName NAME = new ModelName(PROVIDER + "/keywords");

    private static final int LONGEST_OUTPUT = 600;

    @Override
    public ModelOutcome call(ModelRequest request, Deltas deltas) {
        History history = History.of(request.messages());
        Optional<ToolCall> call = new Choice(request.tools(), history).next();
        ModelReply reply =
                call.isPresent() ? new ModelReply.ToolCalls("", List.of(call.get())) : answer(request, history, deltas);
        long output = call.map(c -> c.arguments().length()).orElse(reply.text().length());
        return new ModelOutcome.Replied(reply, TokenUsage.of(request.estimatedInputTokens(), output / 4 + 1), NAME);
    }

    private static ModelReply answer(ModelRequest request, History history, Deltas deltas) {
        String text = text(request, history);
        for (String word : text.split("(?<=\\s)", -1)) {
            deltas.next(request.origin(), word);
        }
        return new ModelReply.Answer(text);
    }

    private static String text(ModelRequest request, History history) {
        AnswerFormat format = request.answer();
        if (format != null) {
            return new Answers(history.texts()).of(format);
        }
        return history.outputs().isEmpty() ? offer(request.tools()) : summary(history.outputs());
    }

    private static String summary(List<Message.ToolOutput> outputs) {
        return outputs.stream().map(OfflineModel::line).collect(Collectors.joining("\n"));
    }

    private static String line(Message.ToolOutput output) {
        String tool = spoken(output.tool());
        return switch (output.result()) {
            case ToolResult.Success success -> "Here is what %s found: %s".formatted(tool, brief(success.text()));
            case ToolResult.Failure failure ->
                "I am sorry, %s did not work: %s".formatted(tool, brief(failure.message()));
            case ToolResult.InDoubt doubt ->
                "I cannot tell whether %s happened, a person has to look: %s".formatted(tool, brief(doubt.message()));
        };
    }

    private static String offer(List<ToolSpec> tools) {
        String abilities = tools.stream()
                .filter(tool -> !Choice.isPeer(tool))
                .map(tool -> "- " + spoken(tool.name()) + ": " + tool.description())
                .collect(Collectors.joining("\n"));
        String peers = tools.stream()
                .filter(Choice::isPeer)
                .map(Choice::peerName)
                .distinct()
                .collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder(
                "I am the built-in offline model: I match keywords and do not understand" + " language.");
        if (!abilities.isEmpty()) {
            text.append(" With more detail (an id, a date, an amount) I can do this:\n")
                    .append(abilities);
        }
        if (!peers.isEmpty()) {
            text.append("\nI can also bring in: ").append(peers).append('.');
        }
        return text.toString();
    }

    private static String spoken(String tool) {
        return "'" + tool.replaceAll("[_-]+", " ").toLowerCase(Locale.ROOT) + "'";
    }

    private static String brief(String text) {
        return text.length() <= LONGEST_OUTPUT ? text : text.substring(0, LONGEST_OUTPUT) + "...";
    }
}
