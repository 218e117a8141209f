package org.talkoot.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.Latencies;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.Texts;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.context.ContextPolicy;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.gateway.node.Node;

/** One conversation to 10,000 turns, each with a call of a tool, on a model that takes 8,000 tokens and no more. */
final class NarrowWindow {

    private static final int TURNS = Integer.getInteger("context.turns", 10_000);
    private static final int WINDOW = 8_000;
    private static final int EACH = TURNS / 10;

    private NarrowWindow() {}

    static void run(String database, Report report) {
        AgentDefinition worker = AgentDefinition.of(
                        "worker",
                        "answers with the help of a tool",
                        LlmBrain.of("You help customers with their orders. Be brief.")
                                .withTools("lookup"))
                .withContext(ContextPolicy.of(WINDOW).summarised());
        NarrowModel model = new NarrowModel();
        Random random = new Random(3);
        try (Store store = Store.open(database);
                Node node = BenchNode.start(store, Map.of(), List.of(worker), model)) {
            TurnDriver driver = new TurnDriver(node.runtime());
            ConversationId talk = ConversationId.of("long");
            long before = 0;
            for (int last = EACH; last <= TURNS; last += EACH) {
                Latencies latencies = new Latencies();
                NarrowModel.Counts counts = model.counts();
                for (int turn = last - EACH + 1; turn <= last; turn++) {
                    long began = System.nanoTime();
                    driver.turn(talk, turn, Texts.of(120, random))
                            .toCompletableFuture()
                            .join();
                    latencies.add(System.nanoTime() - began);
                }
                NarrowModel.Counts since = model.counts().since(counts);
                long written = LongConversation.written(store, talk);
                report.row(
                        "turn",
                        last,
                        "p50_ms",
                        latencies.millis(0.5),
                        "tokens_per_call",
                        since.tokens() / since.calls(),
                        "journal_bytes_per_turn",
                        (written - before) / EACH,
                        "summaries",
                        since.summaries(),
                        "refused",
                        since.refused());
                before = written;
            }
        }
    }

    /** Takes no time, counts a token for four characters, and refuses what has more of them than its window. */
    private static final class NarrowModel implements ModelClient {

        private static final ModelName NAME = new ModelName("bench/narrow");
        private static final String ANSWER = Texts.of(400, new Random(1));
        private static final String SUMMARY = Texts.of(1_200, new Random(2));

        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong tokens = new AtomicLong();
        private final AtomicLong summaries = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();

        /** What has been asked of it, or of what else there was since. */
        record Counts(long calls, long tokens, long summaries, long refused) {

            Counts since(Counts before) {
                return new Counts(
                        calls - before.calls,
                        tokens - before.tokens,
                        summaries - before.summaries,
                        refused - before.refused);
            }
        }

        Counts counts() {
            return new Counts(calls.get(), tokens.get(), summaries.get(), refused.get());
        }

        @Override
        public ModelOutcome call(ModelRequest request, Deltas deltas) {
            long input = request.instructions().length();
            for (Message message : request.messages()) {
                input += message.text().length() + 16;
            }
            long counted = input / 4;
            if (counted > WINDOW) {
                refused.incrementAndGet();
                return new ModelOutcome.Failed(new ModelFailure.ContextTooLong(counted + " tokens"), TokenUsage.NONE);
            }
            return new ModelOutcome.Replied(reply(request, counted), TokenUsage.of(counted, 50), NAME);
        }

        private ModelReply reply(ModelRequest request, long counted) {
            if (request.tools().isEmpty()) {
                summaries.incrementAndGet();
                return new ModelReply.Answer(SUMMARY);
            }
            calls.incrementAndGet();
            tokens.addAndGet(counted);
            return request.messages().getLast() instanceof Message.ToolOutput
                    ? new ModelReply.Answer(ANSWER)
                    : new ModelReply.ToolCalls(
                            "", List.of(new ToolCall(CallId.of(0), "lookup", "{\"order\":\"A-1001\"}")));
        }
    }
}
