package org.talkoot.core.agent;

/** What became of a question to a human. */
public sealed interface Approval {

    String comment();

    record Approved(String by, String comment) implements Approval {}

    record Denied(String by, String comment) implements Approval {}

    /** Nobody decided in time. Counts as a no. */
    record Expired() implements Approval {
        @Override
        public String comment() {
            return "nobody decided in time";
        }
    }
}
