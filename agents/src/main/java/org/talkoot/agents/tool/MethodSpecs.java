package org.talkoot.agents.tool;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.langchain4j.agent.tool.Tool;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolSpec;

import java.lang.reflect.Method;
import java.time.Duration;

/** Reads the spec of a tool from its method. */
final class MethodSpecs {

    private MethodSpecs() {}

    static ToolSpec of(Method method) {
        Tool tool = method.getAnnotation(Tool.class);
        Effect effect = method.getAnnotation(Effect.class);
        String name = tool.name().isEmpty() ? method.getName() : tool.name();
        String description = String.join("\n", tool.value());
        return new ToolSpec(
                name,
                description.isEmpty() ? name : description,
                new ToolInput.Json(schema(name, method)),
                effect == null ? SideEffect.AT_MOST_ONCE : effect.value(),
                policy(effect));
    }

    private static ToolPolicy policy(@Nullable Effect effect) {
        return effect == null
                ? ToolPolicy.DEFAULT
                : new ToolPolicy(
                        Duration.ofSeconds(effect.timeoutSeconds()),
                        effect.maxAttempts(),
                        effect.maxConcurrent(),
                        effect.maxResultLength());
    }

    private static String schema(String name, Method method) {
        try {
            return Arguments.write(JavaSchemas.of(method));
        } catch (JsonProcessingException e) {
            throw ToolDefinitionException.badSchema(name, String.valueOf(e.getMessage()));
        }
    }
}
