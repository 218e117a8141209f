package org.talkoot.agents.tool;

import java.io.Serial;
import java.lang.reflect.Method;
import java.util.Collection;

/** A tool is not defined so that it could be run. Found at start, never in a run. */
public final class ToolDefinitionException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private ToolDefinitionException(String message) {
        super(message);
    }

    public static ToolDefinitionException noTools(Class<?> type) {
        return new ToolDefinitionException(type.getName() + " has no method with @Tool");
    }

    public static ToolDefinitionException unnamedParameter(Method method, int index) {
        return new ToolDefinitionException(
                "parameter %d of %s has no name: compile with -parameters or give it @P(name = ...)"
                        .formatted(index, method));
    }

    static ToolDefinitionException duplicate(String name) {
        return new ToolDefinitionException("two tools are named '" + name + "'");
    }

    public static ToolDefinitionException unknown(Collection<String> names, Collection<String> known) {
        return new ToolDefinitionException("no tool is named %s; there are %s".formatted(names, known));
    }

    static ToolDefinitionException lacks(String tool, String what) {
        return new ToolDefinitionException("tool '%s' has no %s".formatted(tool, what));
    }

    public static ToolDefinitionException badApproval(String method, String why) {
        return new ToolDefinitionException("@NeedsApproval of method '%s': %s".formatted(method, why));
    }

    public static ToolDefinitionException badSchema(String tool, String why) {
        return new ToolDefinitionException("the schema of tool '%s': %s".formatted(tool, why));
    }
}
