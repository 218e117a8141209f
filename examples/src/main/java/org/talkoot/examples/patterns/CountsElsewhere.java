package org.talkoot.examples.patterns;

import java.time.Duration;
import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.core.tool.remote.RemoteTool;
import org.talkoot.gateway.node.Talkoot;

/**
 * A tool that runs elsewhere: the clerk has words counted by whichever worker is free, in any language; some are in
 * {@code examples/workers}. While nobody has counted, nothing here waits.
 */
public final class CountsElsewhere {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private CountsElsewhere() {}

    /** Knows how many words he was told. */
    public static AgentDefinition clerk() {
        return AgentDefinition.of("clerk", "counts words", new CodeBrain(CountsElsewhere::count));
    }

    /** What workers do: it changes nothing, so a lost one is followed by the next. */
    public static Tool wordCount() {
        ToolInput text = new ToolInput.Json("""
                {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
                """);
        return RemoteTool.of(new ToolSpec(
                        "word_count",
                        "How many words a text has",
                        text,
                        SideEffect.READ_ONLY,
                        ToolPolicy.DEFAULT.withTimeout(Duration.ofMinutes(5))))
                .withLease(LEASE);
    }

    private static Next count(RunView view) {
        return switch (view.lastStep().orElse(null)) {
            case null -> new Next.CallTools(List.of(new ToolRequest("word_count", asked(view.task()))));
            case Step.ToolSettled settled -> new Next.Answer(settled.result().text());
            case Step step -> throw new IllegalStateException("never asked for: " + step);
        };
    }

    private static String asked(String text) {
        return "{\"text\":\"%s\"}"
                .formatted(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    }

    public static void main(String[] args) {
        Talkoot.agents(List.of(clerk())).tools(node -> List.of(wordCount())).run(args);
    }
}
