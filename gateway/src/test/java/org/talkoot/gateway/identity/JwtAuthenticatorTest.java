package org.talkoot.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;

final class JwtAuthenticatorTest {

    private static final TenantId ACME = new TenantId("acme");

    private final Issuer issuer = new Issuer();

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void knowsWhomATokenIsAbout() {
        Authenticator jwt = authenticator(Map.of());

        assertThat(jwt.authenticate(TokenFileTest.bearer(issuer.token("acme", "ann", "clerk"))))
                .extracting(found -> ((Authentication.Known) found).caller())
                .isEqualTo(Caller.of(ACME, "ann", "clerk"));
    }

    @Test
    void whatItIsAboutEndsWithIt() {
        Instant soon = Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
        String token = issuer.signed(
                issuer.claims("acme", "ann").expirationTime(Date.from(soon)).build());

        assertThat(authenticator(Map.of()).authenticate(TokenFileTest.bearer(token)))
                .isEqualTo(new Authentication.Known(Caller.of(ACME, "ann"), Optional.of(soon)));
    }

    @Test
    void claimsAreNamedBySettings() {
        Authenticator jwt = authenticator(Map.of(
                "talkoot.http.authentication.jwt.claims.user", "email",
                "talkoot.http.authentication.jwt.claims.roles", "realm_access.roles",
                "talkoot.http.authentication.jwt.claims.tenant", "",
                "talkoot.http.authentication.jwt.tenant", "globex",
                "talkoot.http.authentication.jwt.claims.attributes", List.of("branch", "none")));
        JWTClaimsSet claims = issuer.claims("acme", "1")
                .claim("email", "ann@example.org")
                .claim("realm_access", Map.of("roles", List.of("clerk")))
                .claim("branch", 7)
                .build();

        assertThat(jwt.authenticate(TokenFileTest.bearer(issuer.signed(claims))))
                .extracting(found -> ((Authentication.Known) found).caller())
                .isEqualTo(Caller.of(new TenantId("globex"), "ann@example.org", "clerk")
                        .with("branch", "7"));
    }

    @Test
    void aKeyThatTheIssuerHasNewIsFetched() {
        Authenticator jwt = authenticator(Map.of());
        assertThat(jwt.authenticate(TokenFileTest.bearer(issuer.token("acme", "ann"))))
                .isInstanceOf(Authentication.Known.class);

        issuer.rotate("k2");

        assertThat(jwt.authenticate(TokenFileTest.bearer(issuer.token("acme", "ann"))))
                .isInstanceOf(Authentication.Known.class);
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void whoeverInventsKeysMakesNobodyFetchThemEachTime() {
        Authenticator jwt = authenticator(Map.of());
        assertThat(jwt.authenticate(TokenFileTest.bearer(issuer.token("acme", "ann"))))
                .isInstanceOf(Authentication.Known.class);

        for (int i = 0; i < 50; i++) {
            String forged = Issuer.signed(issuer.claims("acme", "ann").build(), issuer.key(), one(i)::name);
            assertThat(jwt.authenticate(TokenFileTest.bearer(forged))).isInstanceOf(Authentication.Invalid.class);
        }
        assertThat(issuer.asked()).isLessThan(5);
    }

    private record Named(String id) {
        JWSHeader.Builder name(JWSHeader.Builder header) {
            return header.keyID(id);
        }
    }

    private static Named one(int number) {
        return new Named("invented-" + number);
    }

    @Test
    void withoutKeysNobodyIsCalledALiar() {
        Authenticator jwt = authenticator(Map.of());
        String token = issuer.token("acme", "ann");

        issuer.close();

        assertThat(jwt.authenticate(TokenFileTest.bearer(token))).isInstanceOf(Authentication.Unavailable.class);
    }

    @Test
    void aSharedSecretAndKeysOverTheOpenNetworkAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> authenticator(Map.of("talkoot.http.authentication.jwt.algorithms", List.of("HS256"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> authenticator(Map.of("talkoot.http.authentication.jwt.algorithms", List.of("none"))));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> authenticator(Map.of("talkoot.http.authentication.jwt.keys", "http://id.example/keys")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> authenticator(Map.of("talkoot.http.authentication.jwt.issuer", "")));
    }

    private Authenticator authenticator(Map<String, Object> changed) {
        Config config = ConfigFactory.parseMap(changed)
                .withFallback(ConfigFactory.parseMap(issuer.settings()))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        AuthenticationSettings settings = AuthenticationSettings.from(config);
        return settings.method() instanceof AuthenticationSettings.Method.Jwt(JwtSettings jwt)
                ? new JwtAuthenticator(jwt, settings.recheck(), InstantSource.system())
                : settings.open();
    }
}
