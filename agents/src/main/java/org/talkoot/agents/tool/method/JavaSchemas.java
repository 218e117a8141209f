package org.talkoot.agents.tool.method;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.model.output.structured.Description;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.tool.Arguments;
import org.talkoot.agents.tool.TextTypes;

/**
 * The JSON schema of a method's parameters. It reads Java types through the mapper that binds them later, so that what
 * is advertised is what is taken.
 */
final class JavaSchemas {

    private static final Set<Class<?>> INTEGERS =
            Set.of(byte.class, short.class, int.class, long.class, Byte.class, Short.class, Integer.class, Long.class);
    private static final Set<Class<?>> NUMBERS =
            Set.of(float.class, double.class, Float.class, Double.class, Number.class);
    private static final Set<Class<?>> TEXTS =
            Set.of(String.class, CharSequence.class, char.class, Character.class, UUID.class, URI.class);

    private final Map<String, Object> definitions = new LinkedHashMap<>();
    private final Set<Class<?>> open = new HashSet<>();
    private final Set<Class<?>> recursive = new HashSet<>();

    private JavaSchemas() {}

    /** The schema of the JSON object that a call of this method carries. */
    static Map<String, Object> of(Method method) {
        return new JavaSchemas().parameters(method);
    }

    private Map<String, Object> parameters(Method method) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            if (MethodArguments.isInjected(parameter)) {
                continue;
            }
            P described = parameter.getAnnotation(P.class);
            String name = MethodArguments.name(parameter);
            JavaType type = type(parameter.getParameterizedType());
            properties.put(name, described(schema(type), described == null ? "" : described.value()));
            if (parameter.getType() != Optional.class && (described == null || described.required())) {
                required.add(name);
            }
        }
        Map<String, Object> schema = object(properties, required);
        schema.put("additionalProperties", false);
        if (!definitions.isEmpty()) {
            schema.put("$defs", definitions);
        }
        return schema;
    }

    private Map<String, Object> schema(JavaType type) {
        Class<?> raw = type.getRawClass();
        Optional<TextTypes.TextType<?>> text = TextTypes.of(raw);
        if (text.isPresent()) {
            return text.get().schema();
        }
        if (raw == Optional.class) {
            return schema(type.containedTypeOrUnknown(0));
        }
        if (raw.isEnum()) {
            return Map.of("type", "string", "enum", names(raw));
        }
        if (type.isArrayType() || type.isCollectionLikeType()) {
            return Map.of("type", "array", "items", schema(type.getContentType()));
        }
        if (type.isMapLikeType()) {
            return Map.of("type", "object", "additionalProperties", schema(type.getContentType()));
        }
        return simple(raw)
                .<Map<String, Object>>map(name -> Map.of("type", name))
                .orElseGet(() -> bean(type));
    }

    private static Optional<String> simple(Class<?> raw) {
        if (INTEGERS.contains(raw)) {
            return Optional.of("integer");
        }
        if (NUMBERS.contains(raw)) {
            return Optional.of("number");
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Optional.of("boolean");
        }
        return TEXTS.contains(raw) ? Optional.of("string") : Optional.empty();
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
    }

    /** One that contains itself is defined once and referred to. */
    private Map<String, Object> bean(JavaType type) {
        Class<?> raw = type.getRawClass();
        Map<String, Object> reference = Map.of("$ref", "#/$defs/" + raw.getSimpleName());
        if (!open.add(raw)) {
            recursive.add(raw);
            return reference;
        }
        Map<String, Object> schema = properties(type);
        open.remove(raw);
        if (recursive.contains(raw)) {
            definitions.put(raw.getSimpleName(), schema);
            return reference;
        }
        return schema;
    }

    private Map<String, Object> properties(JavaType type) {
        BeanDescription bean = Arguments.JSON.getDeserializationConfig().introspect(type);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            if (!property.couldDeserialize()) {
                continue;
            }
            JavaType of = property.getPrimaryType();
            properties.put(property.getName(), described(schema(of), description(property)));
            if (of.isPrimitive() || property.isRequired()) {
                required.add(property.getName());
            }
        }
        return object(properties, required);
    }

    private static String description(BeanPropertyDefinition property) {
        AnnotatedMember member = property.getField();
        Description said = member == null ? null : member.getAnnotated().getAnnotation(Description.class);
        return said == null ? "" : String.join(" ", said.value());
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        return schema;
    }

    /** The author's own words, followed by the form that is expected. */
    private static Map<String, Object> described(Map<String, Object> schema, String own) {
        if (own.isBlank()) {
            return schema;
        }
        @Nullable Object form = schema.get("description");
        Map<String, Object> said = new LinkedHashMap<>(schema);
        said.put("description", form == null ? own : own + " (" + form + ")");
        return said;
    }

    private static JavaType type(Type type) {
        return TypeFactory.defaultInstance().constructType(type);
    }
}
