package org.talkoot.eval.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.eval.outcome.Spending;

/**
 * Reads what a conversation has cost from its feed, where the node writes down the usage and the price of each call.
 */
final class Journalled {

    private Journalled() {}

    static Spending spending(List<JsonNode> feed) {
        Spending sum = Spending.NOTHING;
        for (JsonNode event : feed) {
            sum = switch (event.path("type").asText()) {
                case "run.model-replied", "run.model-call-failed", "run.late-usage-charged" ->
                    sum.call(usage(event.at("/data/usage")));
                default -> sum;
            };
        }
        return sum;
    }

    private static TokenUsage usage(JsonNode usage) {
        return new TokenUsage(
                usage.path("input").asLong(),
                usage.path("output").asLong(),
                usage.path("cost_micros").asLong());
    }
}
