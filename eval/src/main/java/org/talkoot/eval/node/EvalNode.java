package org.talkoot.eval.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.talkoot.core.Caller;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.remote.RemoteTool;
import org.talkoot.eval.outcome.Spending;
import org.talkoot.eval.outcome.ToolUse;
import org.talkoot.eval.outcome.Turn;
import org.talkoot.eval.suite.EvalCase.Saying;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.eval.suite.ToolRules;
import org.talkoot.eval.suite.ToolRules.Rule;
import org.talkoot.gateway.identity.Authentication;
import org.talkoot.gateway.identity.Authenticator;
import org.talkoot.gateway.node.Node;
import org.talkoot.gateway.node.Talkoot;

/**
 * An application on a node of its own in this process, with a model and rules for its tools. Safe for concurrent use;
 * whoever makes it closes it and removes its folder.
 */
public final class EvalNode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Node node;
    private final NodeHttp http;
    private final ToolCalls calls;

    private EvalNode(Node node, ToolCalls calls) {
        this.node = node;
        this.http = new NodeHttp(node.url());
        this.calls = calls;
    }

    /**
     * Starts it.
     *
     * @param folder an empty one
     * @param settings of the model, by full names
     * @param caller who says everything; empty: nobody knows
     * @throws SuiteException when the node cannot start, in the node's words
     */
    public static EvalNode start(
            Talkoot application,
            Path folder,
            Duration longestWait,
            Map<String, Object> settings,
            ToolRules rules,
            Optional<Caller> caller) {
        ToolCalls calls = new ToolCalls();
        Talkoot own = application.tools(context -> watched(application.toolsOf().apply(context), rules, calls));
        return start(own, folder, longestWait, settings, caller, calls);
    }

    /**
     * Starts it with something else in the place of its models and tools.
     *
     * @throws SuiteException when the node cannot start, in the node's words
     */
    public static EvalNode playing(
            Talkoot application,
            Path folder,
            Duration longestWait,
            ModelClient model,
            Replaced.Doing tools,
            Optional<Caller> caller) {
        Talkoot own = application
                .model(model)
                .tools(context -> application.toolsOf().apply(context).stream()
                        .<Tool>map(tool -> new Replaced(tool, tools))
                        .toList());
        return start(own, folder, longestWait, Map.of(), caller, new ToolCalls());
    }

    private static EvalNode start(
            Talkoot application,
            Path folder,
            Duration longestWait,
            Map<String, Object> settings,
            Optional<Caller> caller,
            ToolCalls calls) {
        Talkoot own = application;
        for (Map<String, Object> some : List.of(settings, Isolation.settings(folder, longestWait))) {
            for (Map.Entry<String, Object> setting : some.entrySet()) {
                own = own.with(setting.getKey(), setting.getValue());
            }
        }
        Talkoot known = caller.map(EvalNode::saying).map(own::authenticator).orElse(own);
        try {
            return new EvalNode(known.start(), calls);
        } catch (SuiteException e) {
            throw e;
        } catch (RuntimeException e) {
            throw SuiteException.because("the node does not start: " + e.getMessage());
        }
    }

    private static Authenticator saying(Caller caller) {
        return request -> new Authentication.Known(caller);
    }

    private static List<Tool> watched(List<Tool> tools, ToolRules rules, ToolCalls calls) {
        Set<String> unknown = new HashSet<>(rules.named().keySet());
        List<Tool> watched = new ArrayList<>();
        for (Tool tool : tools) {
            String name = tool.spec().name();
            unknown.remove(name);
            Rule rule = rules.of(name);
            if (tool instanceof RemoteTool && rule instanceof Rule.Real) {
                throw SuiteException.because(
                        "tool '%s' runs in workers, and an evaluation speaks to no broker: say what it returns"
                                .formatted(name));
            }
            watched.add(new Replaced(tool, new Watched(tool, rule, calls)));
        }
        if (!unknown.isEmpty()) {
            throw SuiteException.because("the application has no tool '%s'; it has %s"
                    .formatted(
                            unknown.iterator().next(),
                            tools.stream().map(tool -> tool.spec().name()).toList()));
        }
        return watched;
    }

    /**
     * Says something in a conversation, and waits for the end of the turn, so long at most.
     *
     * @param number of the message in the conversation: said again under it, it is the same
     */
    public Turn say(String conversation, int number, Saying saying, Duration atMost) {
        ObjectNode body = JSON.createObjectNode().put("text", saying.text());
        saying.agent().ifPresent(agent -> body.put("agent", agent));
        if (!saying.attributes().isEmpty()) {
            saying.attributes().forEach(body.putObject("attributes")::put);
        }
        NodeHttp.Reply reply = http.post(
                "/v1/conversations/" + conversation + "/messages?wait=" + atMost.toMillis() + "ms",
                "m" + number,
                body,
                atMost);
        return new Turn(saying.text(), ending(reply));
    }

    private static Turn.Ending ending(NodeHttp.Reply reply) {
        JsonNode body = reply.body();
        if (reply.status() == 202) {
            return new Turn.Failed(Turn.OUT_OF_TIME, "the turn goes on, and the time of the case is over");
        }
        if (reply.status() != 200) {
            return new Turn.Failed(
                    body.path("code").asText("http-" + reply.status()),
                    body.path("detail").asText());
        }
        if (body.has("failure")) {
            return new Turn.Failed(
                    body.at("/failure/code").asText(),
                    body.at("/failure/detail").asText());
        }
        JsonNode answer = body.path("answer");
        return new Turn.Answered(
                answer.path("agent").asText(), answer.path("text").asText(), Optional.ofNullable(answer.get("data")));
    }

    /** Calls of tools so far, by whichever agent. */
    public List<ToolUse> toolCalls() {
        return calls.all();
    }

    /** What models were asked in a conversation so far, by whichever agent, and what it cost. */
    public Spending spending(String conversation) {
        return Journalled.spending(feed(conversation));
    }

    private List<JsonNode> feed(String conversation) {
        return http.feed(conversation);
    }

    /** Where it is. */
    public String url() {
        return node.url();
    }

    @Override
    public void close() {
        http.close();
        node.close();
    }
}
