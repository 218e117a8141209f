package org.talkoot.agents.tool.method;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.tool.Arguments;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/** A tool that is a method of an object. */
record MethodTool(
        ToolSpec spec,
        Object instance,
        Method method,
        MethodArguments arguments,
        Optional<Reconciler> reconciler,
        Optional<Compensator> compensator,
        ApprovalPolicy approval)
        implements Tool {

    static MethodTool of(Object instance, Method method) {
        method.setAccessible(true);
        return new MethodTool(
                MethodSpecs.of(method),
                instance,
                method,
                MethodArguments.of(method),
                Optional.empty(),
                Optional.empty(),
                MethodSpecs.approval(method));
    }

    MethodTool reconciledBy(Reconciler changed) {
        return new MethodTool(spec, instance, method, arguments, Optional.of(changed), compensator, approval);
    }

    MethodTool compensatedBy(Compensator changed) {
        return new MethodTool(spec, instance, method, arguments, reconciler, Optional.of(changed), approval);
    }

    /** As its annotation says, and as this policy does. */
    MethodTool approvedBy(ApprovalPolicy more) {
        return new MethodTool(spec, instance, method, arguments, reconciler, compensator, more(more));
    }

    private ApprovalPolicy more(ApprovalPolicy other) {
        return approval.equals(ApprovalPolicy.NOBODY) ? other : approval.and(other);
    }

    /** What fails before the method is entered is a result; what it throws is thrown. */
    @Override
    public ToolResult invoke(ToolCall call, ToolContext context) throws Exception {
        @Nullable Object[] values;
        try {
            values = arguments.bind(Arguments.parse(call.arguments()), context);
        } catch (IllegalArgumentException e) {
            return ToolResult.failure("invalid-arguments", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return ToolResult.failure("invalid-arguments", Arguments.NOT_JSON);
        }
        try {
            return result(method.invoke(instance, values));
        } catch (InvocationTargetException e) {
            throw thrown(e);
        }
    }

    private ToolResult result(@Nullable Object returned) throws IOException {
        if (method.getReturnType() == void.class) {
            return ToolResult.success("done");
        }
        return switch (returned) {
            case null -> ToolResult.success("null");
            case ToolResult result -> result;
            case String text -> ToolResult.success(text);
            case Object other -> ToolResult.success(Arguments.write(other));
        };
    }

    private static Exception thrown(InvocationTargetException e) {
        return switch (e.getCause()) {
            case Error error -> throw error;
            case Exception exception -> exception;
            case null -> e;
            case Throwable other -> new IllegalStateException(other);
        };
    }
}
