package org.talkoot.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON Web Tokens that an issuer has signed, by its public keys. The keys are fetched when they are needed first, kept,
 * and fetched again when a token names one that is not known, no more often than every half a minute however many such
 * tokens come. What a token says of where its key is, is not believed.
 */
final class JwtAuthenticator implements Authenticator {

    private static final Logger LOGGER = LoggerFactory.getLogger(JwtAuthenticator.class);
    private static final Authentication UNAVAILABLE =
            new Authentication.Unavailable("The keys of the issuer cannot be had now.");
    private static final int FETCH_MILLIS = 3_000;
    private static final int MAX_KEYS_BYTES = 512 * 1024;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final ClaimedCaller claimed;
    private final Duration recheck;
    private final InstantSource clock;
    private volatile boolean keysKnown;

    JwtAuthenticator(JwtSettings settings, Duration recheck, InstantSource clock) {
        this.claimed = new ClaimedCaller(settings.claims());
        this.recheck = recheck;
        this.clock = clock;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(settings.algorithms(), keys(settings)));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                settings.audience(),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                Set.of("exp"));
        claims.setMaxClockSkew((int) settings.times().clockSkew().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static JWKSource<SecurityContext> keys(JwtSettings settings) {
        return JWKSourceBuilder.create(
                        settings.keys(), new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, MAX_KEYS_BYTES))
                .cache(settings.times().keyCache().toMillis(), 2 * FETCH_MILLIS)
                .refreshAheadCache(false)
                .retrying(true)
                .build();
    }

    @Override
    public Authentication authenticate(AccessRequest request) {
        return BearerToken.of(request, this::verified);
    }

    private Authentication verified(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            keysKnown = true;
            return claimed.of(claims, until(claims));
        } catch (ParseException e) {
            return new Authentication.Invalid("the token is no JSON Web Token");
        } catch (BadJOSEException e) {
            return new Authentication.Invalid("the token is not accepted: " + e.getMessage());
        } catch (RateLimitReachedException e) {
            return keysKnown
                    ? new Authentication.Invalid("the token is not accepted: its key is not known")
                    : UNAVAILABLE;
        } catch (KeySourceException e) {
            return unavailable(e);
        } catch (JOSEException e) {
            LOGGER.atDebug().setCause(e).log("a token could not be checked");
            return new Authentication.Invalid("the token is not accepted");
        }
    }

    private static Authentication unavailable(KeySourceException e) {
        LOGGER.atWarn().setCause(e).log("the keys of the issuer cannot be had");
        return UNAVAILABLE;
    }

    private Optional<Instant> until(JWTClaimsSet claims) {
        Instant latest = clock.instant().plus(recheck);
        Instant expires = claims.getExpirationTime().toInstant();
        return Optional.of(expires.isBefore(latest) ? expires : latest);
    }
}
