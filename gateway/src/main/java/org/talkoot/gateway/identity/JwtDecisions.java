package org.talkoot.gateway.identity;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.talkoot.bridges.decision.SignedDecision;
import org.talkoot.bridges.decision.SignedDecisions;
import org.talkoot.core.Caller;
import org.talkoot.gateway.identity.IssuerTokens.Read;

/**
 * Decisions as JSON Web Tokens of a type of their own: one that is made for a decision is worth nothing over HTTP, and
 * one that is made for HTTP decides nothing.
 */
final class JwtDecisions implements SignedDecisions {

    /** What the header of such a token says. */
    static final JOSEObjectType TYPE = new JOSEObjectType("talkoot-decision+jwt");

    private final IssuerTokens tokens;
    private final ClaimedCaller claimed;
    private final Duration skew;
    private final Duration longest;
    private final InstantSource clock;

    JwtDecisions(JwtSettings settings, Duration longest, InstantSource clock) {
        this.tokens = new IssuerTokens(settings, IssuerTokens.types(TYPE), Set.of("iat", "exp", "decision"));
        this.claimed = new ClaimedCaller(settings.claims());
        this.skew = settings.times().clockSkew();
        this.longest = longest;
        this.clock = clock;
    }

    @Override
    public Checked check(String token) {
        return switch (tokens.read(token)) {
            case Read.Good(JWTClaimsSet claims) -> againstTimes(claims).orElseGet(() -> decided(claims));
            case Read.Bad(String why) -> new Checked.Refused(why);
            case Read.Unavailable(String why) -> new Checked.Unavailable(why);
        };
    }

    /** That it has begun and is not over by now is known; a decision that is good for ever lies in wait. */
    private Optional<Checked> againstTimes(JWTClaimsSet claims) {
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        if (issued.toInstant().isAfter(clock.instant().plus(skew))) {
            return Optional.of(new Checked.Refused("the decision is of a time to come"));
        }
        Instant latest = issued.toInstant().plus(longest);
        return expires.toInstant().isAfter(latest)
                ? Optional.of(new Checked.Refused("a decision is good for %s at most".formatted(longest)))
                : Optional.empty();
    }

    private Checked decided(JWTClaimsSet claims) {
        return switch (claimed.of(claims, Optional.empty())) {
            case Authentication.Known(Caller by, Optional<Instant> until) -> decided(claims, by);
            case Authentication.Forbidden(String why) -> new Checked.Refused(why);
            case Authentication.Missing found -> new Checked.Refused("It is not said who decides.");
            case Authentication.Invalid(String why) -> new Checked.Refused(why);
            case Authentication.Unavailable(String why) -> new Checked.Unavailable(why);
        };
    }

    private static Checked decided(JWTClaimsSet claims, Caller by) {
        try {
            SignedDecision decision = DecisionClaim.read(claims.getClaim("decision"), by);
            return new Checked.Believed(decision);
        } catch (IllegalArgumentException e) {
            return new Checked.Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
