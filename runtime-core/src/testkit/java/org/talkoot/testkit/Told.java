package org.talkoot.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.talkoot.core.AgentId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.run.AgentRun;
import org.talkoot.core.run.RunEffect;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;

/** What models were told, as a journal has it: no definition of an agent is asked. */
final class Told {

    private Told() {}

    static List<ModelRequest> by(Map<StreamId, List<?>> journal) {
        List<ModelRequest> told = new ArrayList<>();
        journal.forEach((stream, events) -> {
            if (stream instanceof StreamId.OfAgent(AgentId agent)) {
                told.addAll(by(agent, events));
            }
        });
        return told;
    }

    private static List<ModelRequest> by(AgentId agent, List<?> events) {
        AgentDefinition gone = AgentDefinition.gone(agent.type());
        AgentRun run = new AgentRun(agent, gone, AgentCatalog.of(gone));
        List<ModelRequest> told = new ArrayList<>();
        RunState state = run.initial();
        for (Object event : events) {
            state = run.evolve(state, (RunEvent) event);
            if (event instanceof RunEvent.ModelCallRequested asked) {
                run.outstanding(state).stream()
                        .flatMap(Told::call)
                        .filter(request -> request.origin().call().equals(asked.call()))
                        .forEach(told::add);
            }
        }
        return told;
    }

    private static Stream<ModelRequest> call(RunEffect effect) {
        return effect instanceof RunEffect.CallModel call ? Stream.of(call.request()) : Stream.empty();
    }
}
