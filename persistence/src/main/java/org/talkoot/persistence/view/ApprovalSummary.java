package org.talkoot.persistence.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;

/**
 * Something that people are to decide, while they have not.
 *
 * @param run and {@code call}: what a decision names
 * @param sequence the journal entry in which it is asked; another version is another entry
 */
public record ApprovalSummary(
        RunId run, CallId call, AgentId agent, Subject subject, Deciders deciders, Times times, long sequence) {

    /** What it is about. */
    public sealed interface Subject {

        /** Which version a decision names. */
        default int version() {
            return 0;
        }

        /**
         * A call of a tool that begins when they have agreed to it.
         *
         * @param arguments word for word
         */
        record Call(String tool, String arguments, int version) implements Subject {}

        /** An agent asks something. */
        record Question(String text) implements Subject {}

        /**
         * Nobody knows whether this call happened, and an agent asks.
         *
         * @param about the call
         */
        record Doubt(String text, CallId about) implements Subject {}
    }

    /**
     * Who.
     *
     * @param approvals how many different people have to agree
     * @param agreed how many have
     * @param roles whoever has one of these may decide
     * @param escalated and one of these, because it took so long
     * @param users and these; none of the three: everybody in the tenant
     */
    public record Deciders(int approvals, int agreed, List<String> roles, List<String> escalated, List<String> users) {

        public Deciders {
            roles = List.copyOf(roles);
            escalated = List.copyOf(escalated);
            users = List.copyOf(users);
        }

        /** All roles that may decide now. */
        public List<String> allRoles() {
            List<String> all = new ArrayList<>(roles);
            all.addAll(escalated);
            return all;
        }
    }

    /**
     * When.
     *
     * @param since when it was asked, this version of it
     * @param due when something happens if nobody decides: people are told again, more are asked, or it is over
     * @param until when it is over
     */
    public record Times(Instant since, Instant due, Instant until) {}
}
