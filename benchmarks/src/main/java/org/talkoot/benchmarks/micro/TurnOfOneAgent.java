package org.talkoot.benchmarks.micro;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunCommand;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolCatalog;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.persistence.codec.Encoded;
import org.talkoot.persistence.codec.EventCodec;

/** One turn with one tool call, layer by layer: nine events of an agent. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TurnOfOneAgent {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConversationId CONVERSATION = ConversationId.of("bench");
    private static final AgentId SELF = AgentId.in(CONVERSATION, new AgentType("worker"));

    private final AgentDefinition definition =
            AgentDefinition.of("worker", "works", LlmBrain.of("Work.").withTools("lookup"));
    private final AgentCatalog catalog = AgentCatalog.of(definition)
            .withTools(ToolCatalog.of(List.of(ToolSpec.of(
                    "lookup",
                    "Looks something up",
                    new ToolInput.Json("{\"type\":\"object\"}"),
                    SideEffect.READ_ONLY))));
    private final AgentRun aggregate = new AgentRun(SELF, definition, catalog);
    private final EventCodec codec = EventCodec.standard();
    private final List<RunEvent> events = turn();
    private final List<Encoded> encoded = events.stream().map(codec::encode).toList();

    /** All four commands of the turn, decided and folded. */
    @Benchmark
    public List<RunEvent> decide() {
        return turn();
    }

    @Benchmark
    public RunState evolve() {
        return aggregate.fold(aggregate.initial(), events);
    }

    @Benchmark
    public int encode() {
        int bytes = 0;
        for (RunEvent event : events) {
            bytes += codec.encode(event).json().length;
        }
        return bytes;
    }

    @Benchmark
    public int decode() {
        int decoded = 0;
        for (Encoded event : encoded) {
            decoded += codec.decode(event).hashCode();
        }
        return decoded;
    }

    private List<RunEvent> turn() {
        List<RunEvent> told = new ArrayList<>();
        RunState state = aggregate.initial();
        for (RunCommand command : commands()) {
            if (aggregate.decide(state, command) instanceof Decision.Accept<RunEvent>(List<RunEvent> accepted)) {
                told.addAll(accepted);
                state = aggregate.fold(state, accepted);
            }
        }
        return told;
    }

    private static List<RunCommand> commands() {
        RunRequest request = new RunRequest(
                RunId.parse("m-1-1"),
                new RunOrigin.Turn(CONVERSATION),
                List.of(new Message.User(new MessageId("m-1"), "x".repeat(120), NOW)),
                List.of());
        ModelReply calls = new ModelReply.ToolCalls("", List.of(new ToolCall(CallId.of(0), "lookup", "{}")));
        return List.of(
                new RunCommand.StartRun(request, NOW),
                new RunCommand.RecordModelOutcome(CallId.of(1), replied(calls), NOW),
                new RunCommand.RecordToolResult(CallId.of(2), ToolResult.success("x".repeat(200)), NOW),
                new RunCommand.RecordModelOutcome(CallId.of(3), replied(new ModelReply.Answer("x".repeat(400))), NOW));
    }

    private static ModelOutcome replied(ModelReply reply) {
        return new ModelOutcome.Replied(reply, TokenUsage.of(100, 50), ModelName.DEFAULT);
    }
}
