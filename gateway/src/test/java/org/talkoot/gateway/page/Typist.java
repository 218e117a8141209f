package org.talkoot.gateway.page;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/** A model that repeats what it hears; who says {@link #SLOWLY} is answered piece by piece, as the test has it. */
final class Typist implements ModelClient {

    static final String SLOWLY = "slowly, please";
    private static final String END = "";

    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

    /** The next piece of the answer. */
    void types(String piece) {
        pieces.add(piece);
    }

    /** There is no more. */
    void ends() {
        pieces.add(END);
    }

    @Override
    public ModelOutcome call(ModelRequest request, Deltas deltas) {
        String said = request.messages().getLast().text();
        String text = said.equals(SLOWLY) ? typed(request.origin(), deltas) : "You said: " + said;
        return new ModelOutcome.Replied(new ModelReply.Answer(text), TokenUsage.of(7, 5), new ModelName("test/typist"));
    }

    private String typed(ModelRequest.Origin origin, Deltas deltas) {
        StringBuilder all = new StringBuilder();
        try {
            for (String piece = pieces.take(); !piece.equals(END); piece = pieces.take()) {
                all.append(piece);
                deltas.next(origin, piece);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return all.toString();
    }
}
