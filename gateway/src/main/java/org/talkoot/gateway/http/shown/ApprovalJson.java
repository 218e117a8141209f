package org.talkoot.gateway.http.shown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.talkoot.bridges.wire.json.Percent;
import org.talkoot.core.approval.Seen;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.persistence.view.ApprovalSummary;
import org.talkoot.persistence.view.ApprovalSummary.Subject;

/** What people are to decide: what it is, who may, by when, and where to say so. */
public final class ApprovalJson {

    /** Longest text in a list, in characters; one that is asked for by itself is shown in full. */
    private static final int LONGEST = 2_000;

    private ApprovalJson() {}

    public static ObjectNode full(ApprovalSummary approval) {
        return json(approval, Integer.MAX_VALUE);
    }

    /** Adds each, its text shortened where it is long. */
    public static void list(ArrayNode out, List<ApprovalSummary> approvals) {
        approvals.forEach(approval -> out.add(json(approval, LONGEST)));
    }

    /** What people are waited for, if they are, beside what else is said. */
    public static ObjectNode waiting(ObjectNode json, List<ApprovalSummary> approvals) {
        if (!approvals.isEmpty()) {
            list(json.putArray("waiting_for"), approvals);
        }
        return json;
    }

    private static ObjectNode json(ApprovalSummary approval, int longest) {
        ObjectNode json = Json.object();
        switch (approval.subject()) {
            case Subject.Call s -> {
                json.put("kind", "call").put("tool", s.tool());
                text(json, "arguments", s.arguments(), longest);
            }
            case Subject.Question s -> {
                json.put("kind", "question");
                text(json, "question", s.text(), longest);
            }
            case Subject.Doubt s -> {
                json.put("kind", "doubt").put("about_call_id", s.about().value());
                text(json, "question", s.text(), longest);
            }
        }
        json.put("version", approval.subject().version())
                .put("digest", digest(approval.subject()))
                .put("run_id", approval.run().value())
                .put("call_id", approval.call().value())
                .put("conversation_id", approval.agent().key())
                .put("agent", approval.agent().type().value())
                .put("instance", approval.agent().entity());
        deciders(json, approval.deciders());
        return json.put("since", approval.times().since().toString())
                .put("due_at", approval.times().due().toString())
                .put("until", approval.times().until().toString())
                .put("sequence", approval.sequence())
                .put(
                        "href",
                        "/v1/runs/%s/approvals/%s"
                                .formatted(
                                        Percent.encode(approval.run().value()),
                                        Percent.encode(approval.call().value())));
    }

    /** Of all of it, whatever is shown. */
    private static String digest(Subject subject) {
        return switch (subject) {
            case Subject.Call s -> Seen.digest(s.tool(), s.arguments());
            case Subject.Question s -> Seen.digest(s.text());
            case Subject.Doubt s -> Seen.digest(s.text());
        };
    }

    /** Arguments that were cut are nothing to decide by. */
    private static void text(ObjectNode json, String field, String text, int longest) {
        if (text.length() <= longest) {
            json.put(field, text);
        } else {
            json.put(field, text.substring(0, longest)).put("shortened", true);
        }
    }

    private static void deciders(ObjectNode json, ApprovalSummary.Deciders deciders) {
        json.put("approvals", deciders.approvals()).put("agreed", deciders.agreed());
        ArrayNode roles = json.putArray("roles");
        deciders.allRoles().forEach(roles::add);
        ArrayNode users = json.putArray("users");
        deciders.users().forEach(users::add);
    }
}
