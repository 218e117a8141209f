package org.talkoot.core.memory;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Hash;
import org.talkoot.core.TenantId;

/**
 * Whose memory it is, always within a tenant. An owner is made of who calls and of which agent works, as the runtime
 * knows them, and never of anything that a model or a body says.
 */
public sealed interface Owner {

    /** What the keys of all memories begin with; no conversation that anybody talks in has such a key. */
    String PREFIX = "memory:";

    /** Digits of the hash that stands for a user: no two of one tenant are ever alike. */
    int DIGITS = 32;

    TenantId tenant();

    /** Its name among the owners of its tenant. */
    String name();

    /** The feed in which the events of its memory stand. */
    default ConversationId feed() {
        return new ConversationId(tenant(), PREFIX + name());
    }

    /**
     * One user. The ids of the memory hold a hash of the name: what stays when all is forgotten does not say who it
     * was.
     *
     * @param user as the authenticator knows the caller
     */
    record User(TenantId tenant, String user) implements Owner {

        public User {
            requireNonNull(tenant, "a user belongs to a tenant");
            if (user.isBlank()) {
                throw new IllegalArgumentException("nobody has no memory");
            }
        }

        @Override
        public String name() {
            return "user:" + Hash.of(user, DIGITS);
        }
    }

    /** All of a tenant. */
    record Tenant(TenantId tenant) implements Owner {
        @Override
        public String name() {
            return "tenant";
        }
    }

    /** One kind of agent, whoever asks it. */
    record Agent(TenantId tenant, AgentType agent) implements Owner {
        @Override
        public String name() {
            return "agent:" + agent.value();
        }
    }

    /** Whose memory an agent goes by, and what the tools for it are called. */
    enum Kind {
        /** Of the user on whose behalf a run works. */
        USER("remember", "recall", "forget"),
        /** Of all users of the tenant. */
        TENANT("remember_shared", "recall_shared", "forget_shared"),
        /** Of the agent itself, within the tenant. */
        AGENT("remember_own", "recall_own", "forget_own");

        private final String remember;
        private final String recall;
        private final String forget;

        Kind(String remember, String recall, String forget) {
            this.remember = remember;
            this.recall = recall;
            this.forget = forget;
        }

        /** The tool that remembers. */
        public String remember() {
            return remember;
        }

        /** The tool that recalls. */
        public String recall() {
            return recall;
        }

        /** The tool that forgets. */
        public String forget() {
            return forget;
        }

        /** The one that is meant when this agent works on behalf of this caller; empty: nobody knows who that is. */
        public Optional<Owner> of(Caller caller, AgentId agent) {
            return switch (this) {
                case USER ->
                    caller.isAnonymous() ? Optional.empty() : Optional.of(new User(agent.tenant(), caller.user()));
                case TENANT -> Optional.of(new Tenant(agent.tenant()));
                case AGENT -> Optional.of(new Agent(agent.tenant(), agent.type()));
            };
        }
    }
}
