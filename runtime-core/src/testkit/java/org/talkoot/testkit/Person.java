package org.talkoot.testkit;

import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.approval.HumanDecision;

/** Somebody whom the authenticator knows, in the tenant of scenarios. */
public record Person(Caller caller) {

    /** One thing that a person says to what is asked. */
    public record Saying(Caller by, HumanDecision decision) {}

    public static Person named(String user, String... roles) {
        return new Person(Caller.of(TenantId.DEFAULT, user, roles));
    }

    public Saying approves() {
        return new Saying(caller, new HumanDecision.Approve(""));
    }

    public Saying denies(String reason) {
        return new Saying(caller, new HumanDecision.Deny(reason));
    }

    public Saying edits(String arguments) {
        return new Saying(caller, new HumanDecision.Edit(arguments, ""));
    }
}
