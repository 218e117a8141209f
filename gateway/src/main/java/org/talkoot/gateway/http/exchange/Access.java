package org.talkoot.gateway.http.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.TenantId;
import org.talkoot.core.memory.Owner;

/**
 * Who is behind a request that was let in, as the authenticator found it. It travels with the request as an attribute,
 * which nothing that a client sends can set.
 *
 * @param until when it has to be found out again; empty: never
 * @param mayAdminister the caller has the role {@link Caller#ADMIN}, or nobody is asked who they are
 */
public record Access(Caller caller, Optional<Instant> until, boolean mayAdminister) {

    private static final AttributeKey<Access> KEY = AttributeKey.create("talkoot-access", Access.class);

    /**
     * Of a request that a {@link Gate} let in.
     *
     * @throws IllegalStateException if none did: a route that is not behind the gate shows nobody's data
     */
    public static Access of(HttpRequest request) {
        return request.getAttribute(KEY)
                .orElseThrow(() -> new IllegalStateException("nobody was asked who they are at " + request.getUri()));
    }

    HttpRequest on(HttpRequest request) {
        return request.addAttribute(KEY, this);
    }

    public TenantId tenant() {
        return caller.tenant();
    }

    /** A conversation of the caller's tenant. What is known of somebody is none, though it has a feed. */
    public ConversationId conversation(String key) {
        if (key.startsWith(Owner.PREFIX)) {
            throw new ProblemException(Problem.notFound("There is no conversation '" + key + "'."));
        }
        return Requests.id(key, "conversation", text -> new ConversationId(tenant(), text));
    }

    /** Who is written down as having decided: the caller; where nobody is asked, whoever the request says. */
    public String deciding(Optional<String> said) {
        return caller.isAnonymous() ? said.orElse("somebody") : caller.user();
    }

    /**
     * Who says yes or no to what a run asks: the caller; where nobody is asked who they are, whoever the request says,
     * so that several people can be tried on one machine.
     *
     * @throws ProblemException when it says a name that nobody can have
     */
    public Caller decider(Optional<String> said) {
        if (!caller.isAnonymous() || said.isEmpty()) {
            return caller;
        }
        return Requests.id(said.get(), "user", name -> Caller.of(tenant(), name));
    }

    /** How long a stream may go on that begins now; empty: without end. */
    public Optional<Duration> remaining(Instant now) {
        return until.map(end -> Duration.between(now, end)).map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /**
     * The same.
     *
     * @throws ProblemException when this caller may not do what those do who run the system
     */
    public Access requireAdmin() {
        if (!mayAdminister) {
            throw new ProblemException(Problem.of(
                    403, "admin-only", "This is not for everybody", "It takes the role '%s'.".formatted(Caller.ADMIN)));
        }
        return this;
    }
}
