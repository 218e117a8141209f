package org.talkoot.core.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.testkit.ProviderGrammar;

/**
 * A model with a window: it counts its own tokens, refuses what has more of them or is against the grammar of a vendor,
 * and says the same to the same call. Asked for a summary it writes one.
 */
final class NarrowModel implements ModelClient {

    private static final ModelName NAME = new ModelName("narrow");

    private final int window;
    private final double tokensOfACharacter;
    private final Function<ModelRequest, ModelReply> script;
    private final Map<ModelRequest.Origin, ModelReply> said = new HashMap<>();
    private final List<Long> tokens = new ArrayList<>();
    private final List<ModelRequest> summaries = new ArrayList<>();

    NarrowModel(int window, double tokensOfACharacter, Function<ModelRequest, ModelReply> script) {
        this.window = window;
        this.tokensOfACharacter = tokensOfACharacter;
        this.script = script;
    }

    /** What each of its calls that was no summary took. */
    List<Long> tokens() {
        return tokens;
    }

    List<ModelRequest> summaries() {
        return summaries;
    }

    @Override
    public ModelOutcome call(ModelRequest request, Deltas deltas) {
        List<String> violations = ProviderGrammar.violationsOfAny(request.messages());
        if (!violations.isEmpty()) {
            throw new AssertionError("no vendor takes this: %s in%n%s".formatted(violations, request.messages()));
        }
        long counted = (long)
                (tokensOfACharacter * (request.instructions().length() + Weights.of(List.copyOf(request.messages()))));
        if (counted > window) {
            return new ModelOutcome.Failed(new ModelFailure.ContextTooLong(counted + " tokens"), TokenUsage.NONE);
        }
        ModelReply reply = said.computeIfAbsent(request.origin(), origin -> reply(request, counted));
        return new ModelOutcome.Replied(reply, TokenUsage.of(counted, 10), NAME);
    }

    private ModelReply reply(ModelRequest request, long counted) {
        if (isSummary(request)) {
            summaries.add(request);
            return new ModelReply.Answer("Summary %d of %d messages: %s"
                    .formatted(summaries.size(), request.messages().size(), "what was said. ".repeat(20)));
        }
        tokens.add(counted);
        return script.apply(request);
    }

    static boolean isSummary(ModelRequest request) {
        return request.messages().getLast() instanceof Message.Note note
                && note.label().equals("to you");
    }
}
