package org.talkoot.gateway.http;

import java.time.Duration;
import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;

/** The agents that the tests of the edge talk to: one answers at once, one never. */
final class EdgeFixture {

    static final String POST = "POST /v1/conversations/%s/messages%s HTTP/1.1";
    static final String JSON = "Content-Type: application/json";

    private EdgeFixture() {}

    static Talkoot application() {
        return Talkoot.agents(List.of(
                AgentDefinition.of("plain", "answers at once", new CodeBrain(view -> new Next.Answer("As ever."))),
                AgentDefinition.of("slow", "sleeps", new CodeBrain(view -> new Next.Sleep(Duration.ofHours(1))))));
    }

    /** The lines of a request that posts this body. */
    static String[] post(String conversation, String query, String host, String body) {
        return new String[] {
            POST.formatted(conversation, query), "Host: " + host, JSON, "Content-Length: " + body.length(), "", body
        };
    }
}
