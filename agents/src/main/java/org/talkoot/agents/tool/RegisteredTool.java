package org.talkoot.agents.tool;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolSpec;

/** A tool with what it said of itself once, its compiled schema and its permits. */
record RegisteredTool(Tool tool, ToolSpec spec, Optional<Schema> schema, Permits permits) {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static RegisteredTool of(Tool tool) {
        ToolSpec spec = tool.spec();
        return new RegisteredTool(
                tool, spec, compiled(spec), new Permits(spec.policy().maxConcurrent()));
    }

    private static Optional<Schema> compiled(ToolSpec spec) {
        return switch (spec.input()) {
            case ToolInput.Text text -> Optional.empty();
            case ToolInput.Json json -> {
                try {
                    Arguments.parse(json.schema());
                    yield Optional.of(SCHEMAS.getSchema(json.schema(), InputFormat.JSON));
                } catch (IOException | SchemaException e) {
                    throw ToolDefinitionException.badSchema(spec.name(), String.valueOf(e.getMessage()));
                }
            }
        };
    }

    /** What is wrong with the arguments, in words that a model can act on. */
    Optional<String> violation(String arguments) {
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        try {
            String violations = schema.get().validate(Arguments.parse(arguments)).stream()
                    .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                    .collect(Collectors.joining("; "));
            return violations.isEmpty() ? Optional.empty() : Optional.of(violations);
        } catch (IOException e) {
            return Optional.of(Arguments.NOT_JSON);
        }
    }
}
