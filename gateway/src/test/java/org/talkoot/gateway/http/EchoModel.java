package org.talkoot.gateway.http;

import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/** A model that repeats what it hears, word by word. */
record EchoModel() implements ModelClient {

    @Override
    public ModelOutcome call(ModelRequest request, Deltas deltas) {
        String text = "You said: " + request.messages().getLast().text();
        for (String word : text.split("(?<= )")) {
            deltas.next(request.origin(), word);
        }
        return new ModelOutcome.Replied(new ModelReply.Answer(text), TokenUsage.of(7, 5), new ModelName("test/echo"));
    }
}
