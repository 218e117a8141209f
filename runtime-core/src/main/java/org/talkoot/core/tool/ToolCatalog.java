package org.talkoot.core.tool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.approval.ApprovalPolicy;

/** The tools that there are, as a model is told of them. The same name gives the same answer. */
@FunctionalInterface
public interface ToolCatalog {

    /** There are no tools. */
    ToolCatalog NONE = name -> Optional.empty();

    Optional<ToolSpec> find(String name);

    /** Who has to agree before a call of that tool begins, as the tool itself declares. */
    default ApprovalPolicy approval(String name) {
        return ApprovalPolicy.NOBODY;
    }

    /**
     * The tools of these specifications.
     *
     * @throws IllegalArgumentException when two have one name
     */
    static ToolCatalog of(Collection<ToolSpec> specs) {
        Map<String, ToolSpec> byName = new LinkedHashMap<>();
        for (ToolSpec spec : specs) {
            if (byName.put(spec.name(), spec) != null) {
                throw new IllegalArgumentException("two tools are named " + spec.name());
            }
        }
        return name -> Optional.ofNullable(byName.get(name));
    }
}
