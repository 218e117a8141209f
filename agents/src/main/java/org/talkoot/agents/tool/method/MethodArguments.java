package org.talkoot.agents.tool.method;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.P;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.tool.Arguments;
import org.talkoot.agents.tool.ToolDefinitionException;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.ToolContext;

/** Turns the JSON object of a call into the arguments of a method. */
record MethodArguments(List<Slot> slots) {

    /** One parameter of the method. */
    sealed interface Slot {

        record Context() implements Slot {}

        record Key() implements Slot {}

        record Value(String name, JavaType type, boolean optional) implements Slot {}
    }

    static MethodArguments of(Method method) {
        List<Slot> slots = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            slots.add(slot(method, parameter, slots.size()));
        }
        return new MethodArguments(List.copyOf(slots));
    }

    static boolean isInjected(Parameter parameter) {
        return parameter.getType() == ToolContext.class || parameter.getType() == IdempotencyKey.class;
    }

    /** What the model calls it. */
    static String name(Parameter parameter) {
        P described = parameter.getAnnotation(P.class);
        return described == null || described.name().isEmpty() ? parameter.getName() : described.name();
    }

    private static Slot slot(Method method, Parameter parameter, int index) {
        if (parameter.getType() == ToolContext.class) {
            return new Slot.Context();
        }
        if (parameter.getType() == IdempotencyKey.class) {
            return new Slot.Key();
        }
        P described = parameter.getAnnotation(P.class);
        boolean named = described != null && !described.name().isEmpty();
        if (!named && !parameter.isNamePresent()) {
            throw ToolDefinitionException.unnamedParameter(method, index);
        }
        JavaType type = Arguments.JSON.constructType(parameter.getParameterizedType());
        boolean optional = parameter.getType() == Optional.class;
        return new Slot.Value(name(parameter), optional ? type.containedTypeOrUnknown(0) : type, optional);
    }

    /**
     * The arguments, in order.
     *
     * @throws IllegalArgumentException when a value does not fit its parameter
     */
    @Nullable
    Object[] bind(JsonNode given, ToolContext context) {
        @Nullable Object[] values = new Object[slots.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (slots.get(i)) {
                case Slot.Context slot -> context;
                case Slot.Key slot -> context.key();
                case Slot.Value slot -> value(slot, given.get(slot.name()));
            };
        }
        return values;
    }

    private static @Nullable Object value(Slot.Value slot, @Nullable JsonNode given) {
        if (given == null || given.isNull()) {
            return absent(slot);
        }
        Object value = Arguments.value(slot.name(), given, slot.type());
        return slot.optional() ? Optional.ofNullable(value) : value;
    }

    private static @Nullable Object absent(Slot.Value slot) {
        if (slot.optional()) {
            return Optional.empty();
        }
        if (slot.type().isPrimitive()) {
            throw new IllegalArgumentException("'" + slot.name() + "' is missing");
        }
        return null;
    }
}
