package org.talkoot.testkit;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.tool.ToolCatalog;
import org.talkoot.core.tool.ToolSpec;

/** The tools of a scenario, with what they declare. */
record FakeTools(ToolCatalog specs, List<FakeTool> tools) implements ToolCatalog {

    FakeTools(List<FakeTool> tools) {
        this(ToolCatalog.of(tools.stream().map(FakeTool::spec).toList()), tools);
    }

    @Override
    public Optional<ToolSpec> find(String name) {
        return specs.find(name);
    }

    @Override
    public ApprovalPolicy approval(String name) {
        return tools.stream()
                .filter(tool -> tool.spec().name().equals(name))
                .map(FakeTool::approval)
                .findFirst()
                .orElse(ApprovalPolicy.NOBODY);
    }
}
