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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON Web Tokens that an issuer has signed, by its public keys. The keys are fetched when they are needed first, kept,
 * and fetched again when a token names one that is not known, no more often than every half a minute however many such
 * tokens come. What a token says of where its key is, is not believed. For any thread; may block while keys are
 * fetched.
 */
final class IssuerTokens {

    private static final Logger LOGGER = LoggerFactory.getLogger(IssuerTokens.class);
    private static final Read UNAVAILABLE = new Read.Unavailable("The keys of the issuer cannot be had now.");
    private static final int FETCH_MILLIS = 3_000;
    private static final int MAX_KEYS_BYTES = 512 * 1024;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private volatile boolean keysKnown;

    /** What a token is. */
    sealed interface Read {

        /** It is the issuer's, for here and for now. */
        record Good(JWTClaimsSet claims) implements Read {}

        record Bad(String why) implements Read {}

        record Unavailable(String why) implements Read {}
    }

    /** @param required claims without which a token is none, beside issuer and audience */
    IssuerTokens(JwtSettings settings, DefaultJOSEObjectTypeVerifier<SecurityContext> types, Set<String> required) {
        processor.setJWSTypeVerifier(types);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(settings.algorithms(), keys(settings)));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                settings.audience(),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                required);
        claims.setMaxClockSkew((int) settings.times().clockSkew().toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** Those whose header says one of these types; null: none. */
    static DefaultJOSEObjectTypeVerifier<SecurityContext> types(@Nullable JOSEObjectType... types) {
        return new DefaultJOSEObjectTypeVerifier<>(types);
    }

    private static JWKSource<SecurityContext> keys(JwtSettings settings) {
        return JWKSourceBuilder.create(
                        settings.keys(), new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, MAX_KEYS_BYTES))
                .cache(settings.times().keyCache().toMillis(), 2 * FETCH_MILLIS)
                .refreshAheadCache(false)
                .retrying(true)
                .build();
    }

    Read read(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            keysKnown = true;
            return new Read.Good(claims);
        } catch (ParseException e) {
            return new Read.Bad("the token is no JSON Web Token");
        } catch (BadJOSEException e) {
            return new Read.Bad("the token is not accepted: " + e.getMessage());
        } catch (RateLimitReachedException e) {
            return keysKnown ? new Read.Bad("the token is not accepted: its key is not known") : UNAVAILABLE;
        } catch (KeySourceException e) {
            LOGGER.atWarn().setCause(e).log("the keys of the issuer cannot be had");
            return UNAVAILABLE;
        } catch (JOSEException e) {
            LOGGER.atDebug().setCause(e).log("a token could not be checked");
            return new Read.Bad("the token is not accepted");
        }
    }
}
