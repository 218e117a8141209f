package org.talkoot.core;

/** Whose data it is. A lower-case name; {@link #DEFAULT} where a node serves one tenant only. */
public record TenantId(String value) {

    public static final TenantId DEFAULT = new TenantId("default");

    public TenantId {
        Syntax.requireName(value, "tenant");
    }

    @Override
    public String toString() {
        return value;
    }
}
