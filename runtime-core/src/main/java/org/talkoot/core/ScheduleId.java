package org.talkoot.core;

/**
 * One schedule of one tenant. What it does shows in a conversation that is named after it, and so are the conversations
 * that it begins.
 *
 * @param name a lower-case letter, then at most 63 of a-z 0-9 _ -
 */
public record ScheduleId(TenantId tenant, String name) {

    private static final String PREFIX = "schedule:";

    public ScheduleId {
        Syntax.requireName(name, "schedule");
    }

    /** The conversation that shows it. */
    public ConversationId feed() {
        return new ConversationId(tenant, PREFIX + name);
    }

    /** A conversation that it begins, which differs from its others by this. */
    public ConversationId conversation(String which) {
        return new ConversationId(tenant, PREFIX + name + ':' + which);
    }

    /**
     * The schedule that a conversation shows.
     *
     * @throws IllegalArgumentException if it shows none
     */
    static ScheduleId of(ConversationId feed) {
        if (!feed.key().startsWith(PREFIX)) {
            throw new IllegalArgumentException("'%s' shows no schedule".formatted(feed));
        }
        return new ScheduleId(feed.tenant(), feed.key().substring(PREFIX.length()));
    }

    @Override
    public String toString() {
        return tenant.value() + '/' + name;
    }
}
