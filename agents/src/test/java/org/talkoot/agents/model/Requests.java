package org.talkoot.agents.model;

import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.talkoot.agents.guard.Hearing;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/** Model requests and outcomes for tests. */
final class Requests {

    private Requests() {}

    static ModelRequest request(String tenant, int call) {
        return request(tenant, call, ModelName.DEFAULT.value());
    }

    static ModelRequest request(String tenant, int call, String model) {
        return new ModelRequest(
                new ModelRequest.Origin(
                        new AgentId(new TenantId(tenant), new AgentType("desk"), "k"),
                        RunId.parse("m-1"),
                        CallId.of(call)),
                new ModelName(model),
                "Be brief.",
                List.of(new Message.User(new MessageId("m"), "hello", Instant.EPOCH)),
                List.of(),
                336);
    }

    static ModelGateway.Admit admit(ModelRequest request, ActorRef<ModelGateway.Progress> replyTo) {
        return new ModelGateway.Admit(request, terms(request, true), replyTo);
    }

    static ModelGateway.Terms terms(ModelRequest request, boolean streams) {
        return new ModelGateway.Terms(
                true,
                streams ? new Hearing.Everything() : new Hearing.Nothing(),
                request.origin().agent().conversation());
    }

    static ModelOutcome.Replied answer(String text, String model) {
        return new ModelOutcome.Replied(new ModelReply.Answer(text), TokenUsage.of(100, 20), new ModelName(model));
    }
}
