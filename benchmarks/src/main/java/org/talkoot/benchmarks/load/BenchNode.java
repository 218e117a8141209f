package org.talkoot.benchmarks.load;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.gateway.node.Node;
import org.talkoot.gateway.node.Talkoot;

/**
 * A whole node in this process, projections and HTTP included, whose model and tool take no time: for each message the
 * model asks for one tool call (200 B result) and then answers with 400 B.
 */
public final class BenchNode {

    private static final String ANSWER = Texts.of(400, new Random(1));
    private static final String RESULT = Texts.of(200, new Random(2));
    private static final String ARGUMENTS = "{\"order\":\"A-1001\"}";

    private BenchNode() {}

    public static Node start(Store store, Map<String, ?> settings) {
        return start(store.jdbcUrl(), settings);
    }

    static Node start(String jdbcUrl, Map<String, ?> settings) {
        AgentDefinition worker = AgentDefinition.of(
                "worker",
                "answers with the help of a tool",
                LlmBrain.of("You help customers with their orders. Be brief.").withTools("lookup"));
        return start(jdbcUrl, settings, List.of(worker), new InstantModel());
    }

    /** With other agents, the same model and the same tool, {@code lookup}. */
    public static Node start(Store store, Map<String, ?> settings, List<AgentDefinition> agents) {
        return start(store, settings, agents, new InstantModel());
    }

    /** With other agents, another model and the same tool. */
    public static Node start(Store store, Map<String, ?> settings, List<AgentDefinition> agents, ModelClient model) {
        return start(store.jdbcUrl(), settings, agents, model);
    }

    private static Node start(
            String jdbcUrl, Map<String, ?> settings, List<AgentDefinition> agents, ModelClient model) {
        return Node.start(
                Talkoot.agents(agents).model(model).tools(node -> List.of(new InstantTool())),
                NodeConfig.load(ConfigFactory.parseMap(settings)
                        .withFallback(ConfigFactory.parseMap(Map.of(
                                "talkoot.persistence.database.url",
                                jdbcUrl,
                                "talkoot.http.port",
                                0,
                                "talkoot.data",
                                scratch().toString())))));
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("talkoot-bench-node");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record InstantModel() implements ModelClient {

        @Override
        public ModelOutcome call(ModelRequest request, Deltas deltas) {
            ModelReply reply = request.messages().getLast() instanceof Message.ToolOutput
                    ? new ModelReply.Answer(ANSWER)
                    : new ModelReply.ToolCalls("", List.of(new ToolCall(CallId.of(0), "lookup", ARGUMENTS)));
            deltas.next(request.origin(), reply.text());
            return new ModelOutcome.Replied(reply, TokenUsage.of(100, 50), new ModelName("bench/instant"));
        }
    }

    private record InstantTool() implements Tool {

        private static final ToolSpec SPEC = ToolSpec.of(
                "lookup",
                "Looks up an order",
                new ToolInput.Json("{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"}}}"),
                SideEffect.READ_ONLY);

        @Override
        public ToolSpec spec() {
            return SPEC;
        }

        @Override
        public ToolResult invoke(ToolCall call, ToolContext context) {
            return ToolResult.success(RESULT);
        }
    }
}
