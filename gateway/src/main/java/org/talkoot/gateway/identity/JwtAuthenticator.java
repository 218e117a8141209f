package org.talkoot.gateway.identity;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.talkoot.gateway.identity.IssuerTokens.Read;

/** Callers with a JSON Web Token of an issuer. */
final class JwtAuthenticator implements Authenticator {

    private final IssuerTokens tokens;
    private final ClaimedCaller claimed;
    private final Duration recheck;
    private final InstantSource clock;

    JwtAuthenticator(JwtSettings settings, Duration recheck, InstantSource clock) {
        this.tokens = new IssuerTokens(
                settings, IssuerTokens.types(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null), Set.of("exp"));
        this.claimed = new ClaimedCaller(settings.claims());
        this.recheck = recheck;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(AccessRequest request) {
        return BearerToken.of(request, this::verified);
    }

    private Authentication verified(String token) {
        return switch (tokens.read(token)) {
            case Read.Good(JWTClaimsSet claims) -> claimed.of(claims, until(claims));
            case Read.Bad(String why) -> new Authentication.Invalid(why);
            case Read.Unavailable(String why) -> new Authentication.Unavailable(why);
        };
    }

    private Optional<Instant> until(JWTClaimsSet claims) {
        Instant latest = clock.instant().plus(recheck);
        Instant expires = claims.getExpirationTime().toInstant();
        return Optional.of(expires.isBefore(latest) ? expires : latest);
    }
}
