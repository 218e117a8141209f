package @package@;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.gateway.node.Talkoot;

public final class @class@ {

    static AgentDefinition definition() {
        return AgentDefinition.of(
                "@name@",
                "greets people and tells the time",
                LlmBrain.of("You greet people, and tell them the time when they ask for it.")
                        .withTools("current_time"));
    }

    static Talkoot application() {
        return Talkoot.agents(List.of(definition()))
                .tools(node -> AnnotatedTools.of(new Times(Clock.systemUTC())));
    }

    public record Times(Clock clock) {

        @Tool(name = "current_time", value = "The current time in a time zone")
        @SideEffects(SideEffect.READ_ONLY)
        public String currentTime(@P("such as Europe/Helsinki") String zone) {
            return LocalTime.now(clock.withZone(ZoneId.of(zone))).toString();
        }
    }

    public static void main(String[] args) {
        application().run(args);
    }
}
