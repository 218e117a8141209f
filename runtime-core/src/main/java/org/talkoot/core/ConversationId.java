package org.talkoot.core;

import java.util.Optional;

/** One conversation of one tenant. Its text form is {@code tenant/key}. */
public record ConversationId(TenantId tenant, String key) {

    private static final String RUN = "run:";
    private static final String BATCH = "batch:";
    private static final char SEPARATOR = ':';

    public ConversationId {
        Syntax.requireKey(key, "conversation id");
    }

    /** A conversation of the default tenant. */
    public static ConversationId of(String key) {
        return new ConversationId(TenantId.DEFAULT, key);
    }

    /**
     * In which a run shows that somebody starts by the name of its agent and not by talking.
     *
     * @param key what he calls it
     * @throws IllegalArgumentException when that is no key, or too long for one behind the name of its agent
     */
    public static ConversationId ofRun(TenantId tenant, AgentType agent, String key) {
        return new ConversationId(tenant, RUN + agent.value() + SEPARATOR + key);
    }

    /**
     * The same for one run of many that are started together.
     *
     * @throws IllegalArgumentException as {@link #ofRun}, or when one of both holds a colon
     */
    public static ConversationId ofBatch(TenantId tenant, AgentType agent, String batch, String key) {
        if (batch.indexOf(SEPARATOR) >= 0 || key.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException(
                    "neither a batch nor one of its runs has a colon in its key: '%s', '%s'".formatted(batch, key));
        }
        Syntax.requireKey(batch, "key of a batch");
        Syntax.requireKey(key, "key of a run");
        return new ConversationId(tenant, BATCH + batchName(agent, batch) + SEPARATOR + key);
    }

    /** What {@link #batch} says of the runs of this batch. */
    public static String batchName(AgentType agent, String batch) {
        return agent.value() + SEPARATOR + batch;
    }

    /** The batch that it is of; empty: of none. */
    public Optional<String> batch() {
        int end = key.lastIndexOf(SEPARATOR);
        return key.startsWith(BATCH) && end > BATCH.length()
                ? Optional.of(key.substring(BATCH.length(), end))
                : Optional.empty();
    }

    /** What its run was called by whoever started it, behind the last colon. */
    public String nameOfRun() {
        return key.substring(key.lastIndexOf(SEPARATOR) + 1);
    }

    /** Reads the text form that {@link #toString} writes. */
    public static ConversationId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'%s' is not tenant/key".formatted(text));
        }
        return new ConversationId(new TenantId(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return tenant.value() + '/' + key;
    }
}
