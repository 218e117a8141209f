package org.talkoot.bridges.outgoing;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventPattern;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * What leaves, and on which channel. What agents publish always leaves; of the runtime's own events those that are
 * asked for. What came from outside does not go back there.
 *
 * @param publish which of the runtime's own events leave
 * @param routes the first whose pattern matches says the channel; no route, no way out
 */
public record Routes(List<EventPattern> publish, List<Route> routes) {

    public Routes {
        publish = List.copyOf(publish);
        routes = List.copyOf(routes);
    }

    /**
     * Events of these types go this way.
     *
     * @param channel may have {@code {tool}} in it, where the name of the tool stands that an event is about
     */
    public record Route(EventPattern pattern, String channel) {

        private static final String TOOL = "{" + ToolEvents.TOOL + "}";

        public Route {
            String rest = channel.replace(TOOL, "");
            if (rest.contains("{") || rest.contains("}")) {
                throw new IllegalArgumentException(
                        "talkoot.bus.routes: the channel '%s' may have %s in it and no other place for a name"
                                .formatted(channel, TOOL));
            }
        }

        String channelOf(String tool) {
            return channel.replace(TOOL, tool);
        }

        /** Names of tools are tokens for every broker. */
        private String channel(AgentEvent event) {
            return channelOf(event.metadata().getOrDefault(ToolEvents.TOOL, "none"));
        }
    }

    /** Where the calls of these tools go, each channel once. */
    public List<String> channelsOf(List<String> remoteTools) {
        return routes.stream()
                .filter(route -> route.pattern().matches(ToolEvents.REQUESTED))
                .findFirst()
                .map(route ->
                        remoteTools.stream().map(route::channelOf).distinct().toList())
                .orElse(List.of());
    }

    boolean mayLeave(JournalEntry entry, JournalEvents events) {
        return events.isDomainEvent(entry)
                || (!events.isReceived(entry) && publish.stream().anyMatch(p -> p.matches(entry.type())));
    }

    Optional<Outgoing> route(JournalEntry entry, AgentEvent event) {
        return routes.stream()
                .filter(route -> route.pattern().matches(event.type().name()))
                .findFirst()
                .map(route -> new Outgoing(route.channel(event), entry.position(), event));
    }
}
