package org.talkoot.agents.tool.method;

import dev.langchain4j.agent.tool.Tool;
import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.tool.ToolDefinitionException;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.schema.NoSchemaException;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolSpec;

/** Reads the spec of a tool from its method. */
final class MethodSpecs {

    private MethodSpecs() {}

    static ToolSpec of(Method method) {
        Tool tool = method.getAnnotation(Tool.class);
        SideEffects effect = method.getAnnotation(SideEffects.class);
        String name = tool.name().isEmpty() ? method.getName() : tool.name();
        String description = String.join("\n", tool.value());
        return new ToolSpec(
                name,
                description.isEmpty() ? name : description,
                new ToolInput.Json(schema(name, method)),
                effect == null ? SideEffect.AT_MOST_ONCE : effect.value(),
                policy(effect));
    }

    /** Who has to agree to calls of the method; nobody, if it says nothing of it. */
    static ApprovalPolicy approval(Method method) {
        NeedsApproval needs = method.getAnnotation(NeedsApproval.class);
        if (needs == null) {
            return ApprovalPolicy.NOBODY;
        }
        try {
            return ApprovalPolicy.always(terms(needs));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ToolDefinitionException.badApproval(method.getName(), String.valueOf(e.getMessage()));
        }
    }

    private static ApprovalTerms terms(NeedsApproval needs) {
        ApprovalTerms terms = ApprovalTerms.within(Duration.parse(needs.within()))
                .byRoles(needs.roles())
                .byUsers(needs.users())
                .withApprovals(needs.by());
        if (needs.requesterToo()) {
            terms = terms.byRequesterToo();
        }
        if (!needs.reminding().isEmpty()) {
            terms = terms.reminding(Duration.parse(needs.reminding()));
        }
        return needs.escalatingAfter().isEmpty()
                ? terms
                : terms.escalating(Duration.parse(needs.escalatingAfter()), needs.escalatingTo());
    }

    private static ToolPolicy policy(@Nullable SideEffects effect) {
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
            return JavaSchemas.of(method);
        } catch (NoSchemaException e) {
            throw ToolDefinitionException.badSchema(name, String.valueOf(e.getMessage()));
        }
    }
}
