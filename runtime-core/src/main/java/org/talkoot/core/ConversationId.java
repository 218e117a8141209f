package org.talkoot.core;

/** One conversation of one tenant. Its text form is {@code tenant/key}. */
public record ConversationId(TenantId tenant, String key) {

    public ConversationId {
        Syntax.requireKey(key, "conversation id");
    }

    /** A conversation of the default tenant. */
    public static ConversationId of(String key) {
        return new ConversationId(TenantId.DEFAULT, key);
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
