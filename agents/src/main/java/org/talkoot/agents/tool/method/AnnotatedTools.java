package org.talkoot.agents.tool.method;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.talkoot.agents.tool.ToolDefinitionException;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.Tool;

/**
 * Makes tools of plain Java methods that carry LangChain4j's {@code @Tool} (and {@code @P} on their parameters) and our
 * {@link SideEffects} and {@link NeedsApproval}.
 *
 * <p>Parameters may be strings, numbers, booleans, enums, records, lists, maps, optional values, and all of
 * {@code java.time}, which is ISO text. {@code BigDecimal} and {@code BigInteger} are asked for as text and taken as
 * numbers too, so that every digit arrives. One of type {@link org.talkoot.core.tool.ToolContext} or
 * {@link org.talkoot.core.IdempotencyKey} is filled in by the runtime and not shown to the model. A result that is not
 * a string goes to the model as JSON. A method says no by a {@link ToolFailureException}.
 */
public final class AnnotatedTools {

    private AnnotatedTools() {}

    /** The tools of these objects, in the order of their names. */
    public static List<Tool> of(Object... instances) {
        List<Tool> tools = new ArrayList<>();
        for (Object instance : instances) {
            List<MethodTool> found = Arrays.stream(instance.getClass().getDeclaredMethods())
                    .filter(AnnotatedTools::isTool)
                    .map(method -> MethodTool.of(instance, method))
                    .sorted(Comparator.comparing(tool -> tool.spec().name()))
                    .toList();
            if (found.isEmpty()) {
                throw ToolDefinitionException.noTools(instance.getClass());
            }
            tools.addAll(found);
        }
        return List.copyOf(tools);
    }

    /** The same tools, the one of that name with a way to find out what became of a call. */
    public static List<Tool> reconciling(List<Tool> tools, String name, Reconciler reconciler) {
        return changed(tools, name, tool -> tool.reconciledBy(reconciler));
    }

    /** The same tools, the one of that name with a way to undo a call. */
    public static List<Tool> compensating(List<Tool> tools, String name, Compensator compensator) {
        return changed(tools, name, tool -> tool.compensatedBy(compensator));
    }

    /** The same tools, the one of that name with people who have to agree to its calls, as this policy says. */
    public static List<Tool> approving(List<Tool> tools, String name, ApprovalPolicy policy) {
        return changed(tools, name, tool -> tool.approvedBy(policy));
    }

    private static List<Tool> changed(List<Tool> tools, String name, UnaryOperator<MethodTool> change) {
        if (tools.stream().noneMatch(tool -> tool.spec().name().equals(name))) {
            throw ToolDefinitionException.unknown(
                    List.of(name),
                    tools.stream().map(tool -> tool.spec().name()).toList());
        }
        return tools.stream()
                .map(tool ->
                        tool instanceof MethodTool method && tool.spec().name().equals(name)
                                ? (Tool) change.apply(method)
                                : tool)
                .toList();
    }

    private static boolean isTool(Method method) {
        return method.isAnnotationPresent(dev.langchain4j.agent.tool.Tool.class);
    }
}
