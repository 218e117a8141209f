package org.talkoot.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;

/**
 * A model that says what a script says, turn by turn, and remembers what it was asked.
 *
 * <p>A call that is made again gets the reply it got before, so a script tells the same story however often nodes die;
 * and it must ask the same, or this model fails the test. So does a request that a real vendor would refuse
 * ({@link ProviderGrammar}). An agent that has a script of its own plays that one; all others share one.
 *
 * <p>Never waits: delays are for a {@link World}. Safe for concurrent use.
 */
public final class ScriptedModel implements ModelClient {

    private final List<ModelTurn> shared;
    private final Map<AgentType, List<ModelTurn>> own;
    private final Optional<ModelTurn> afterwards;
    private final Map<Optional<AgentType>, Integer> played = new HashMap<>();
    private final Map<ModelRequest.Origin, ModelRequest> asked = new HashMap<>();
    private final Map<ModelRequest.Origin, ModelTurn> said = new HashMap<>();
    private final List<ModelRequest> requests = new ArrayList<>();

    private ScriptedModel(List<ModelTurn> shared, Map<AgentType, List<ModelTurn>> own, Optional<ModelTurn> afterwards) {
        this.shared = List.copyOf(shared);
        this.own = Map.copyOf(own);
        this.afterwards = afterwards;
    }

    /** Whoever asks gets these turns, in this order. */
    public static ScriptedModel of(ModelTurn... turns) {
        return new ScriptedModel(List.of(turns), Map.of(), Optional.empty());
    }

    /** The same model, as if never asked, with these turns for one agent. */
    public ScriptedModel forAgent(String agent, ModelTurn... turns) {
        Map<AgentType, List<ModelTurn>> more = new HashMap<>(own);
        more.put(new AgentType(agent), List.of(turns));
        return new ScriptedModel(shared, more, afterwards);
    }

    /** The same model, as if never asked, which says this when a script has come to its end. */
    public ScriptedModel thenAlways(ModelTurn turn) {
        return new ScriptedModel(shared, own, Optional.of(turn));
    }

    /** The same model, as if never asked. */
    public ScriptedModel fresh() {
        return new ScriptedModel(shared, own, afterwards);
    }

    /** All requests, repeated ones included, in the order in which they came. */
    public synchronized List<ModelRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public ModelOutcome call(ModelRequest request, Deltas deltas) {
        ModelOutcome outcome = play(request).outcome();
        if (outcome instanceof ModelOutcome.Replied replied && replied.reply() instanceof ModelReply.Answer answer) {
            deltas.next(request.origin(), answer.text());
        }
        return outcome;
    }

    /** The turn that answers this request. */
    synchronized ModelTurn play(ModelRequest request) {
        requests.add(request);
        List<String> violations = ProviderGrammar.violationsOfAny(request.messages());
        if (!violations.isEmpty()) {
            throw new AssertionError("no vendor takes this: %s in%n%s".formatted(violations, request.messages()));
        }
        ModelRequest before = asked.putIfAbsent(request.origin(), request);
        if (before != null && !before.equals(request)) {
            throw new AssertionError("call %s was repeated with another request:%n%s%nbefore:%n%s"
                    .formatted(request.origin(), request, before));
        }
        return said.computeIfAbsent(
                request.origin(), origin -> next(origin.agent().type()));
    }

    private ModelTurn next(AgentType agent) {
        Optional<AgentType> script = own.containsKey(agent) ? Optional.of(agent) : Optional.<AgentType>empty();
        List<ModelTurn> turns = script.map(own::get).orElse(shared);
        int turn = played.merge(script, 1, Integer::sum);
        if (turn <= turns.size()) {
            return turns.get(turn - 1);
        }
        return afterwards.orElseThrow(() -> new AssertionError(
                "agent '%s' asks the model for turn %d, but its script has %d".formatted(agent, turn, turns.size())));
    }
}
