package org.talkoot.core.agent;

/** What became of a question to a human. */
public sealed interface Approval {

    String comment();

    record Approved(String by, String comment) implements Approval {}

    record Denied(String by, String comment) implements Approval {}

    /** What was asked has been answered by what happened: the call that was in doubt has its result. */
    record Overtaken() implements Approval {
        @Override
        public String comment() {
            return "It is known now what became of it.";
        }
    }

    /** Nobody decided in time. Counts as a no. */
    record Expired() implements Approval {
        @Override
        public String comment() {
            return "nobody decided in time";
        }
    }
}
