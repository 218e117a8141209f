package org.talkoot.bridges.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.tool.ToolResult;

/**
 * What somebody outside says to what a run has asked for: a worker of its call, or whoever of its question.
 *
 * @param token what he was given with the request
 */
record Answer(String token, Says says) {

    private static final String COMPLETED = "tool.completed";
    private static final String FAILED = "tool.failed";
    private static final String PROGRESS = "tool.progress";
    private static final String ANSWERED = "request.answered";
    private static final String DECLINED = "request.failed";

    /** Types that are answers and nothing else. */
    static final Set<String> TYPES = Set.of(COMPLETED, FAILED, PROGRESS, ANSWERED, DECLINED);

    private static final int MAX_CODE = 64;

    /** Characters of a report of progress that are shown. */
    private static final int MAX_PROGRESS = 4_000;

    /** What is said. */
    sealed interface Says {

        /** What came of a call. */
        record Result(ToolResult result) implements Says {}

        /** The worker is at it. */
        record Progress(String text) implements Says {}

        /** The answer to a question, or why there is none. */
        record Reply(RunOutcome outcome) implements Says {}
    }

    /**
     * Reads an event of one of the {@link #TYPES}.
     *
     * @throws IllegalArgumentException when it is not what it should be, in words
     */
    static Answer of(AgentEvent event) {
        String type = event.type().name();
        JsonNode payload = Payloads.object(event.payload())
                .orElseThrow(() -> new IllegalArgumentException("the payload of '%s' is an object".formatted(type)));
        return new Answer(
                text(payload, "token", type),
                switch (type) {
                    case COMPLETED -> new Says.Result(ToolResult.success(result(payload, type)));
                    case FAILED -> new Says.Result(failed(payload, type));
                    case PROGRESS -> new Says.Progress(progress(payload));
                    case ANSWERED -> new Says.Reply(new RunOutcome.Answered(result(payload, type)));
                    case DECLINED ->
                        new Says.Reply(new RunOutcome.Failed(
                                new RunFailure.GaveUp(code(payload, type), text(payload, "message", type))));
                    default -> throw new IllegalArgumentException("'%s' answers nothing".formatted(type));
                });
    }

    /** A text as it is, anything else as the JSON that it is. */
    private static String result(JsonNode payload, String type) {
        JsonNode result = payload.path("result");
        if (result.isMissingNode()) {
            throw new IllegalArgumentException("the payload of '%s' has a field 'result'".formatted(type));
        }
        return result.isTextual() ? result.textValue() : result.toString();
    }

    /** Who does not know whether it happened says so, and the tool's declaration says what that means. */
    private static ToolResult failed(JsonNode payload, String type) {
        String message = text(payload, "message", type);
        return flag(payload, "in_doubt", type)
                ? new ToolResult.InDoubt(message)
                : new ToolResult.Failure(code(payload, type), message, flag(payload, "retryable", type));
    }

    private static String progress(JsonNode payload) {
        String text = payload.path("text").asText("");
        return text.length() <= MAX_PROGRESS ? text : text.substring(0, MAX_PROGRESS);
    }

    private static boolean flag(JsonNode payload, String name, String type) {
        JsonNode flag = payload.path(name);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw new IllegalArgumentException("the field '%s' of '%s' is true or false".formatted(name, type));
        }
        return flag.booleanValue();
    }

    private static String code(JsonNode payload, String type) {
        String code = text(payload, "code", type);
        if (code.length() > MAX_CODE || !code.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "the field 'code' of '%s' has 1 to %d of a-z 0-9, in words with '-' between"
                            .formatted(type, MAX_CODE));
        }
        return code;
    }

    private static String text(JsonNode payload, String name, String type) {
        JsonNode text = payload.path(name);
        if (!text.isTextual() || text.textValue().isBlank()) {
            throw new IllegalArgumentException("the payload of '%s' has a text '%s'".formatted(type, name));
        }
        return text.textValue();
    }
}
