package org.talkoot.gateway.identity;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.decision.SignedDecision;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.RunId;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;

/** The claim {@code decision}, read strictly: what nobody here knows may have meant something to whoever signed it. */
final class DecisionClaim {

    private static final Set<String> FIELDS =
            Set.of("run", "call", "version", "digest", "approve", "arguments", "comment");

    private final Map<?, ?> fields;

    private DecisionClaim(Map<?, ?> fields) {
        this.fields = fields;
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is no decision, in words
     */
    static SignedDecision read(@Nullable Object claim, Caller by) {
        if (!(claim instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("the claim 'decision' is an object");
        }
        if (!FIELDS.containsAll(fields.keySet())) {
            throw new IllegalArgumentException("a decision has no other fields than " + new TreeSet<>(FIELDS));
        }
        return new DecisionClaim(fields).decision(by);
    }

    private SignedDecision decision(Caller by) {
        RunId run = RunId.parse(text("run"));
        return new SignedDecision(
                run, new CallId(text("call")), new Seen(run, version(), digest()), said(comment()), by);
    }

    private HumanDecision said(String comment) {
        Object approve = fields.get("approve");
        if (fields.containsKey("arguments")) {
            if (approve != null) {
                throw new IllegalArgumentException("a decision has 'approve' or 'arguments', not both");
            }
            return new HumanDecision.Edit(text("arguments"), comment);
        }
        if (!(approve instanceof Boolean yes)) {
            throw new IllegalArgumentException("a decision has 'approve', true or false, or 'arguments'");
        }
        return yes ? new HumanDecision.Approve(comment) : new HumanDecision.Deny(comment);
    }

    private int version() {
        if (fields.get("version") instanceof Number version
                && version.doubleValue() == version.intValue()
                && version.intValue() >= 0) {
            return version.intValue();
        }
        throw new IllegalArgumentException("a decision has a 'version', a whole number from 0");
    }

    private String digest() {
        String digest = text("digest");
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the 'digest' of a decision is a SHA-256 in 64 digits of 0-9 a-f");
        }
        return digest;
    }

    private String comment() {
        return fields.containsKey("comment") ? text("comment") : "";
    }

    private String text(String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a decision has a text '%s'".formatted(name));
    }
}
