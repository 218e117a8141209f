package org.talkoot.examples.hello;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;

/** An agent that greets people and knows what time it is. */
public final class HelloAgent {

    private HelloAgent() {}

    /** What the agent is: a name, a description for other agents, and a brain. */
    public static AgentDefinition definition() {
        return AgentDefinition.of(
                "hello",
                "greets people and tells the time anywhere",
                LlmBrain.of("You greet people warmly and tell them the time when they ask for it.")
                        .withTools("current_time"));
    }

    /** What it can do. A model is told of it by the annotations. */
    public record TimeTools(Clock clock) {

        @Tool(name = "current_time", value = "The current time in a time zone")
        @SideEffects(SideEffect.READ_ONLY)
        String currentTime(@P(name = "zone", description = "such as Europe/Helsinki") String zone) {
            ZonedDateTime now = clock.instant().atZone(ZoneId.of(zone));
            return now.format(DateTimeFormatter.ofPattern("HH:mm 'on' d MMMM uuuu"));
        }
    }

    public static void main(String[] args) {
        Talkoot.agents(List.of(definition()))
                .tools(node -> AnnotatedTools.of(new TimeTools(Clock.systemUTC())))
                .run(args);
    }
}
