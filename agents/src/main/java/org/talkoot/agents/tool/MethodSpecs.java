package org.talkoot.agents.tool;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.internal.JsonSchemaElementUtils;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolSpec;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the spec of a tool from its method; LangChain4j derives the JSON schema. */
final class MethodSpecs {

    private MethodSpecs() {}

    static ToolSpec of(Method method) {
        ToolSpecification specification = ToolSpecifications.toolSpecificationFrom(method);
        Effect effect = method.getAnnotation(Effect.class);
        String description = specification.description();
        return new ToolSpec(
                specification.name(),
                description == null ? specification.name() : description,
                new ToolInput.Json(schema(specification, method)),
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

    private static String schema(ToolSpecification specification, Method method) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        if (specification.parameters() != null) {
            schema.putAll(JsonSchemaElementUtils.toMap(specification.parameters()));
        }
        for (Parameter parameter : method.getParameters()) {
            if (MethodArguments.isInjected(parameter)) {
                hide(schema, parameter.getName());
            }
        }
        schema.put("additionalProperties", false);
        try {
            return MethodTool.JSON.writeValueAsString(schema);
        } catch (JsonProcessingException e) {
            throw ToolDefinitionException.badSchema(
                    specification.name(), String.valueOf(e.getMessage()));
        }
    }

    private static void hide(Map<String, Object> schema, String name) {
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            Map<Object, Object> shown = new LinkedHashMap<>(properties);
            shown.remove(name);
            schema.put("properties", shown);
        }
        if (schema.get("required") instanceof List<?> required) {
            List<Object> shown = new ArrayList<>(required);
            shown.remove(name);
            schema.put("required", shown);
        }
    }
}
