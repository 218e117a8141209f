package org.talkoot.agents.provider.langchain4j;

import java.util.List;

/** Answers as the vendors send them. */
final class Wire {

    private static final String HEAD = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,"
            + "\"finish_reason\":%s}]}";
    private static final String USAGE = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":12,"
            + "\"completion_tokens\":5,\"total_tokens\":17}}";
    private static final String DONE = "data: [DONE]";

    private Wire() {}

    /** Something to say in the vendor's own words. */
    static List<String> anyAnswer(Vendor vendor) {
        return switch (vendor) {
            case OPENAI -> text("stop");
            case ANTHROPIC -> anthropic();
            case GEMINI -> gemini();
            case MISTRAL -> mistral();
            case OLLAMA -> ollama();
        };
    }

    static String delta(String delta) {
        return HEAD.formatted(delta, "null");
    }

    static String finish(String reason) {
        return HEAD.formatted("{}", '"' + reason + '"');
    }

    static List<String> text(String reason) {
        return List.of(
                delta("{\"role\":\"assistant\",\"content\":\"\"}"),
                delta("{\"content\":\"Hel\"}"),
                delta("{\"content\":\"lo\"}"),
                finish(reason),
                USAGE,
                DONE);
    }

    /** Two calls at once, their arguments in pieces. */
    static List<String> twoCalls() {
        return List.of(
                delta("{\"role\":\"assistant\",\"content\":null}"),
                delta(call(0, "call_A", "lookup", "")),
                delta(more(0, "{\\\"account\\\":")),
                delta(more(0, "\\\"ACC-1\\\"}")),
                delta(call(1, "call_B", "ask_billing", "")),
                delta(more(1, "{\\\"text\\\":\\\"why")),
                delta(more(1, " so much?\\\"}")),
                finish("tool_calls"),
                USAGE,
                DONE);
    }

    private static String call(int index, String id, String name, String arguments) {
        return """
        {"tool_calls":[{"index":%d,"id":"%s","type":"function",\
        "function":{"name":"%s","arguments":"%s"}}]}\
        """.formatted(index, id, name, arguments);
    }

    private static String more(int index, String arguments) {
        return "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":\"%s\"}}]}".formatted(index, arguments);
    }

    /** Like OpenAI's, but usage comes with the end of the answer, not after it. */
    static List<String> mistral() {
        return List.of(delta("{\"role\":\"assistant\",\"content\":\"Hel\"}"), delta("{\"content\":\"lo\"}"), """
                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",\
                "choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}}\
                """, DONE);
    }

    static List<String> ollama() {
        return List.of("""
                {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant",\
                "content":"Hel"},"done":false}\
                """, """
                {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant",\
                "content":"lo"},"done":false}\
                """, """
                {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant",\
                "content":""},"done":true,"done_reason":"stop","prompt_eval_count":12,\
                "eval_count":5}\
                """);
    }

    static List<String> gemini() {
        return List.of("""
                data: {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"},\
                "index":0}],"modelVersion":"m","responseId":"r"}\
                """, """
                data: {"candidates":[{"content":{"parts":[{"text":"lo"}],"role":"model"},\
                "finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":12,\
                "candidatesTokenCount":5,"totalTokenCount":17},"modelVersion":"m",\
                "responseId":"r"}\
                """);
    }

    static List<String> anthropic() {
        return List.of("""
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":\
                "assistant","content":[],"model":"m","stop_reason":null,"stop_sequence":null,\
                "usage":{"input_tokens":5,"cache_creation_input_tokens":8,"cache_read_input_tokens":12,\
                "output_tokens":1}}}\
                """, """
                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text",\
                "text":""}}\
                """, """
                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta",\
                "text":"Let me look."}}\
                """, """
                event: content_block_stop
                data: {"type":"content_block_stop","index":0}\
                """, """
                event: content_block_start
                data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use",\
                "id":"toolu_1","name":"lookup","input":{}}}\
                """, """
                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta",\
                "partial_json":"{\\"account\\":"}}\
                """, """
                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta",\
                "partial_json":" \\"ACC-1\\"}"}}\
                """, """
                event: content_block_stop
                data: {"type":"content_block_stop","index":1}\
                """, """
                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"tool_use",\
                "stop_sequence":null},"usage":{"output_tokens":15}}\
                """, """
                event: message_stop
                data: {"type":"message_stop"}\
                """);
    }
}
