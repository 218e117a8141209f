package org.talkoot.gateway.identity;

/**
 * Finds out who calls. Asked once for each request, before its body is read, and never for health, the page and the
 * description of the surface. What it says is the only thing that says who calls, and whose data they see.
 */
@FunctionalInterface
public interface Authenticator {

    /** Called on a virtual thread, by many at once; may block for as long as a request may take. */
    Authentication authenticate(AccessRequest request);

    /** What a refusal says in {@code WWW-Authenticate}. */
    default String challenge() {
        return "Bearer realm=\"talkoot\"";
    }

    /**
     * Whether it lets everybody in and knows nobody. Then everybody may also do what otherwise takes the role
     * {@link org.talkoot.core.Caller#ADMIN}.
     */
    default boolean knowsNobody() {
        return false;
    }
}
