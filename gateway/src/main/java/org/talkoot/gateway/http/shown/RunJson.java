package org.talkoot.gateway.http.shown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.gateway.http.graph.RunGraph;
import org.talkoot.persistence.view.RunSummary;

/** Runs as the edge shows them. */
public final class RunJson {

    private RunJson() {}

    /** A run at a glance. */
    public static ObjectNode of(RunSummary summary) {
        ObjectNode json = Json.object()
                .put("run_id", summary.run().value())
                .put("conversation_id", summary.agent().key())
                .put("agent", summary.agent().type().value())
                .put("instance", summary.agent().entity())
                .put("asked_at", summary.askedAt().toString());
        summary.parent().ifPresent(parent -> json.put("parent_run_id", parent.value()));
        summary.startedAt().ifPresent(at -> json.put("started_at", at.toString()));
        switch (summary.status()) {
            case RunSummary.Status.Waiting s -> json.put("status", "waiting");
            case RunSummary.Status.Running s -> json.put("status", "running");
            case RunSummary.Status.WaitingForPerson s -> json.put("status", "waiting_for_person");
            case RunSummary.Status.WaitingForTimer s -> json.put("status", "waiting_for_timer");
            case RunSummary.Status.Paused s ->
                json.put("status", "paused").put("paused_at", s.since().toString());
            case RunSummary.Status.WaitingForSignal s -> json.put("status", "waiting_for_signal");
            case RunSummary.Status.Answered s ->
                json.put("status", "answered")
                        .put("answer_sequence", s.position())
                        .put("ended_at", s.at().toString());
            case RunSummary.Status.HandedOff s ->
                json.put("status", "handed_off").put("ended_at", s.at().toString());
            case RunSummary.Status.Failed s -> {
                json.put("status", "failed").put("ended_at", s.at().toString());
                json.putObject("failure").put("code", s.code()).put("detail", s.detail());
            }
        }
        json.set(
                "usage",
                tokens(summary.usage().tokens())
                        .put("model_calls", summary.usage().modelCalls())
                        .put("tool_calls", summary.usage().toolCalls()));
        return json;
    }

    /** A run with everything below it, as it stands at that time. */
    public static ObjectNode of(RunGraph graph, Instant now) {
        ObjectNode json = Json.object()
                .put("run_id", graph.runs().getFirst().run().value())
                .put("at", now.toString())
                .put("truncated", graph.truncated());
        ArrayNode runs = json.putArray("runs");
        graph.runs().forEach(run -> runs.add(of(run)));
        ArrayNode calls = json.putArray("calls");
        graph.calls().forEach(call -> calls.add(of(call, now)));
        return json;
    }

    private static ObjectNode of(RunGraph.Call call, Instant now) {
        ObjectNode json = Json.object()
                .put("run_id", call.from().value())
                .put("call_id", call.id().value())
                .put("kind", call.kind().name().toLowerCase(Locale.ROOT))
                .put("name", call.name())
                .put("status", call.status())
                .put("open", call.isOpen())
                .put("asked_at", call.asked().toString())
                .put("milliseconds", call.took(now).toMillis());
        call.to().ifPresent(run -> json.put("to_run_id", run.value()));
        call.came().ifPresent(at -> json.put("came_at", at.toString()));
        if (call.usage().total() > 0 || call.usage().costMicros() > 0) {
            json.set("usage", tokens(call.usage()));
        }
        return json;
    }

    /** What was used, and what it cost. */
    public static ObjectNode tokens(TokenUsage usage) {
        return Json.object()
                .put("input_tokens", usage.input())
                .put("output_tokens", usage.output())
                .put("cost_micros", usage.costMicros());
    }
}
