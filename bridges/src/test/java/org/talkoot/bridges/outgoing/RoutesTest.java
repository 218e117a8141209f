package org.talkoot.bridges.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.outgoing.Routes.Route;
import org.talkoot.core.event.EventPattern;

final class RoutesTest {

    private static final List<String> TOOLS = List.of("transcribe", "translate");

    @Test
    void knowsTheChannelOfEachRemoteTool() {
        assertThat(routes(route("tool.requested", "tools.execute.{tool}"), route(">", "agent-events"))
                        .channelsOf(TOOLS))
                .containsExactly("tools.execute.transcribe", "tools.execute.translate");
    }

    @Test
    void knowsOneChannelOfAllWhereItHasNoPlaceForTheTool() {
        assertThat(routes(route("tool.*", "work")).channelsOf(TOOLS)).containsExactly("work");
    }

    @Test
    void knowsNoneWhereCallsDoNotLeave() {
        assertThat(routes(route("run.>", "runs")).channelsOf(TOOLS)).isEmpty();
    }

    private static Routes routes(Route... routes) {
        return new Routes(List.of(), List.of(routes));
    }

    private static Route route(String pattern, String channel) {
        return new Route(new EventPattern(pattern), channel);
    }
}
