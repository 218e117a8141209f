package org.talkoot.agents.tool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCatalog;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.core.tool.remote.RemoteTool;

/** The tools of a node by name, each checked once and ready to be run. Immutable. */
public final class ToolRegistry implements ToolCatalog {

    private final Map<String, RegisteredTool> tools = new LinkedHashMap<>();

    private ToolRegistry(List<Tool> given) {
        for (Tool tool : given) {
            requireComplete(tool);
            if (tools.put(tool.spec().name(), RegisteredTool.of(tool)) != null) {
                throw ToolDefinitionException.duplicate(tool.spec().name());
            }
        }
    }

    /**
     * Checks and registers.
     *
     * @throws ToolDefinitionException when a tool could not be run as it declares
     */
    public static ToolRegistry of(List<Tool> tools) {
        return new ToolRegistry(tools);
    }

    @Override
    public Optional<ToolSpec> find(String name) {
        return registered(name).map(RegisteredTool::spec);
    }

    @Override
    public ApprovalPolicy approval(String name) {
        return registered(name).map(known -> known.tool().approval()).orElse(ApprovalPolicy.NOBODY);
    }

    /** Fails when one of these names is not registered. */
    public void requireKnown(Collection<String> names) {
        List<String> unknown =
                names.stream().filter(name -> !tools.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            throw ToolDefinitionException.unknown(unknown, tools.keySet());
        }
    }

    /** Names of those that run elsewhere, sorted. */
    public List<String> remote() {
        return tools.values().stream()
                .filter(known -> known.tool() instanceof RemoteTool)
                .map(known -> known.spec().name())
                .sorted()
                .toList();
    }

    Optional<RegisteredTool> registered(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    private static void requireComplete(Tool tool) {
        SideEffect effect = tool.spec().sideEffect();
        if (effect == SideEffect.RECONCILABLE && tool.reconciler().isEmpty()) {
            throw ToolDefinitionException.lacks(tool.spec().name(), "reconciler");
        }
        if (effect == SideEffect.COMPENSABLE && tool.compensator().isEmpty()) {
            throw ToolDefinitionException.lacks(tool.spec().name(), "compensator");
        }
    }
}
