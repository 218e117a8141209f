package org.talkoot.core;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who asks. The edge finds out and nothing inside changes it: it is journalled with the message, and goes with whatever
 * that causes, through runs, delegations, handoffs and the events that they publish. What comes in by a broker has
 * nobody behind it whom this node has recognised: it is {@linkplain #anonymous anonymous}, whatever it says of itself.
 *
 * <p>Journalled several times in a turn, and shown to brains and tools, so it is small: at most {@link #MAX_LENGTH}
 * characters in all.
 *
 * @param tenant whose data this caller sees and changes
 * @param user the name that the authenticator knows the caller by; empty: nobody knows
 * @param roles what the caller may do, sorted, each once
 * @param attributes whatever else the authenticator knows, by name
 */
public record Caller(TenantId tenant, String user, List<String> roles, Map<String, String> attributes) {

    /** Characters of all texts together. */
    public static final int MAX_LENGTH = 2_048;

    /** Longest name of a user. */
    public static final int MAX_USER = 256;

    /** The role of those who run the system: they redrive letters, mend views and look at the cluster. */
    public static final String ADMIN = "admin";

    public Caller {
        requireNonNull(tenant, "tenant");
        // most callers have neither, and one is made for each decision
        roles = roles.isEmpty() ? List.of() : roles.stream().distinct().sorted().toList();
        attributes = attributes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(attributes));
        if (user.length() > MAX_USER || (user.isBlank() && !user.isEmpty())) {
            throw new IllegalArgumentException("a user has 1 to %d characters".formatted(MAX_USER));
        }
        if (user.isEmpty() && !(roles.isEmpty() && attributes.isEmpty())) {
            throw new IllegalArgumentException("nobody has no roles and no attributes");
        }
        if (!roles.isEmpty() && roles.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a role has a name");
        }
        if (length(user, roles, attributes) > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "user, roles and attributes have at most %d characters in all".formatted(MAX_LENGTH));
        }
    }

    /** A user with these roles, of whom no more is known. */
    public static Caller of(TenantId tenant, String user, String... roles) {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a caller that is known has a name");
        }
        return new Caller(tenant, user, List.of(roles), Map.of());
    }

    /** Nobody knows who. */
    public static Caller anonymous(TenantId tenant) {
        return new Caller(tenant, "", List.of(), Map.of());
    }

    public boolean isAnonymous() {
        return user.isEmpty();
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }

    /** The same caller with one more attribute. */
    public Caller with(String name, String value) {
        Map<String, String> more = new TreeMap<>(attributes);
        more.put(name, value);
        return new Caller(tenant, user, roles, more);
    }

    private static int length(String user, List<String> roles, Map<String, String> attributes) {
        int length = user.length();
        for (String role : roles) {
            length += role.length();
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            length += attribute.getKey().length() + attribute.getValue().length();
        }
        return length;
    }

    /** For logs: who, and nothing that is known of them. */
    @Override
    public String toString() {
        return "%s/%s".formatted(tenant, user.isEmpty() ? "(anonymous)" : user);
    }
}
