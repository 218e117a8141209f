package org.talkoot.agents.provider.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the vendors refuse with 400 in the messages of a request, read from the wire: the shape that our adapters and
 * LangChain4j have given them. In words like the vendors' own.
 */
final class WireGrammar {

    private WireGrammar() {}

    /** Why a vendor, told by the path, would refuse this; empty: it would not. */
    static Optional<String> refusal(String path, JsonNode request) {
        if (path.contains("generateContent") || path.contains("GenerateContent")) {
            return gemini(request.path("contents"));
        }
        if (path.endsWith("/messages")) {
            return anthropic(request.path("messages"));
        }
        if (path.endsWith("/api/chat")) {
            return ollama(request.path("messages"));
        }
        Optional<String> chat = chat(request.path("messages"));
        return chat.isPresent() || !path.startsWith("/mistral") ? chat : mistral(request.path("messages"));
    }

    /** OpenAI's chat completions; Mistral's too, which has more rules. */
    private static Optional<String> chat(JsonNode messages) {
        if (messages.isEmpty()) {
            return Optional.of("[] is too short - 'messages'");
        }
        Set<String> open = new HashSet<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            if (role.equals("tool")) {
                if (!open.remove(message.path("tool_call_id").asText())) {
                    return Optional.of("messages with role 'tool' must be a response to a preceding message"
                            + " with 'tool_calls'");
                }
            } else if (!open.isEmpty()) {
                return Optional.of(unanswered(open));
            }
            if (!role.equals("assistant") && message.path("content").isMissingNode()) {
                return Optional.of("content of role '" + role + "' is missing");
            }
            if (message.has("tool_calls")) {
                if (message.get("tool_calls").isEmpty()) {
                    return Optional.of("[] is too short - 'tool_calls'");
                }
                for (JsonNode call : message.get("tool_calls")) {
                    if (!open.add(call.path("id").asText())) {
                        return Optional.of(
                                "duplicate tool call id " + call.path("id").asText());
                    }
                }
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(unanswered(open));
    }

    private static String unanswered(Set<String> open) {
        return "An assistant message with 'tool_calls' must be followed by tool messages responding"
                + " to each 'tool_call_id'. Without response: "
                + open;
    }

    private static Optional<String> mistral(JsonNode messages) {
        String before = "";
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            boolean inOrder = switch (before) {
                case "tool" -> role.equals("assistant") || role.equals("tool");
                case "assistant" -> !role.equals("system");
                default -> !role.equals("tool");
            };
            if (!inOrder) {
                return Optional.of("Unexpected role '%s' after role '%s'".formatted(role, before));
            }
            for (JsonNode call : message.path("tool_calls")) {
                if (!call.path("id").asText().matches("[a-zA-Z0-9]{9}")) {
                    return Optional.of("Tool call id has to be a-z, A-Z, 0-9, with a length of 9: " + call);
                }
            }
            before = role;
        }
        return before.equals("user") || before.equals("tool")
                ? Optional.empty()
                : Optional.of("Expected last role User or Tool but got " + before);
    }

    private static Optional<String> anthropic(JsonNode messages) {
        Set<String> seen = new HashSet<>();
        Set<String> asked = Set.of();
        String role = "";
        if (!messages.path(0).path("role").asText().equals("user")) {
            return Optional.of("messages: first message must use the \"user\" role");
        }
        for (JsonNode message : messages) {
            role = message.path("role").asText();
            Set<String> calls = new HashSet<>();
            Set<String> results = new HashSet<>();
            boolean other = false;
            for (JsonNode block : blocks(message)) {
                String type = block.path("type").asText();
                if (type.equals("text") && block.path("text").asText().isBlank()) {
                    return Optional.of("text content blocks must contain non-whitespace text");
                }
                if (type.equals("tool_use")) {
                    calls.add(block.path("id").asText());
                    if (!seen.add(block.path("id").asText())) {
                        return Optional.of("`tool_use` ids must be unique");
                    }
                }
                if (type.equals("tool_result")) {
                    if (other) {
                        return Optional.of("`tool_result` blocks must come before text");
                    }
                    if (!results.add(block.path("tool_use_id").asText())) {
                        return Optional.of("each tool_use must have a single result");
                    }
                } else {
                    other = true;
                }
            }
            if (!asked.equals(results)) {
                return Optional.of("`tool_use` ids and the `tool_result` blocks immediately after differ: "
                        + asked
                        + " and "
                        + results);
            }
            asked = calls;
        }
        return asked.isEmpty() && role.equals("user")
                ? Optional.empty()
                : Optional.of("the conversation must end with a user message");
    }

    private static List<JsonNode> blocks(JsonNode message) {
        List<JsonNode> blocks = new ArrayList<>();
        message.path("content").forEach(blocks::add);
        return blocks;
    }

    private static Optional<String> gemini(JsonNode contents) {
        int asked = 0;
        boolean answersSomebody = false;
        String role = "";
        if (!contents.path(0).path("role").asText("user").equals("user")) {
            return Optional.of("the first content must be the user's");
        }
        for (JsonNode content : contents) {
            role = content.path("role").asText("user");
            int calls = count(content, "functionCall");
            int responses = count(content, "functionResponse");
            if (content.path("parts").isEmpty()) {
                return Optional.of("contents.parts must not be empty");
            }
            if (responses != asked) {
                return Optional.of("the number of function response parts must be equal to the number of"
                        + " function call parts of the function call turn");
            }
            if (calls > 0 && !answersSomebody) {
                return Optional.of("function call turn comes immediately after a user turn or after a"
                        + " function response turn");
            }
            asked = calls;
            answersSomebody = !role.equals("model");
        }
        return asked == 0 && !role.equals("model")
                ? Optional.empty()
                : Optional.of("requests must end with a user turn");
    }

    private static int count(JsonNode content, String kind) {
        int count = 0;
        for (JsonNode part : content.path("parts")) {
            count += part.has(kind) ? 1 : 0;
        }
        return count;
    }

    /** Takes any order; only what cannot be parsed is refused. */
    private static Optional<String> ollama(JsonNode messages) {
        for (JsonNode message : messages) {
            for (JsonNode call : message.path("tool_calls")) {
                if (!call.at("/function/arguments").isObject()) {
                    return Optional.of("cannot unmarshal arguments of " + call);
                }
            }
        }
        return Optional.empty();
    }
}
