package org.talkoot.examples.eventpipeline;

import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.gateway.node.Talkoot;

/**
 * The research team as an application. It is fed with task events for {@code triage}, from a broker or by {@code POST
 * /v1/events}; the same events run through it with a broker and without.
 */
public final class EventPipeline {

    private EventPipeline() {}

    public static void main(String[] args) {
        Talkoot.agents(Team.all())
                .tools(node -> AnnotatedTools.of(new LibraryTools(Library.open(node.dataDirectory()))))
                .run(args);
    }
}
