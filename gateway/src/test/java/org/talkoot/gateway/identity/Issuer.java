package org.talkoot.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An OpenID provider as far as a node sees one: a key set at an address, and tokens that its key has signed. */
final class Issuer implements AutoCloseable {

    static final String AUDIENCE = "talkoot";

    /** For what people have decided, and nothing else. */
    static final String DECISIONS = "talkoot-decisions";

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<RSAKey> published;
    private volatile RSAKey key;

    Issuer() {
        this.key = newKey("k1");
        this.published = List.of(key);
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            byte[] body = new JWKSet(List.copyOf(published)).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/jwk-set+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What a node has to be told to believe it. */
    Map<String, Object> settings() {
        return Map.of(
                "talkoot.http.authentication.method",
                "jwt",
                "talkoot.http.authentication.jwt.issuer",
                name(),
                "talkoot.http.authentication.jwt.audience",
                AUDIENCE,
                "talkoot.http.authentication.jwt.keys",
                name() + "/keys",
                "talkoot.http.authentication.jwt.claims.tenant",
                "tenant");
    }

    /** What a node has to be told to believe the decisions that it signs. */
    Map<String, Object> decisions() {
        return Map.of(
                "talkoot.approvals.signed.issuer",
                name(),
                "talkoot.approvals.signed.keys",
                name() + "/keys",
                "talkoot.approvals.signed.claims.tenant",
                "tenant");
    }

    /** A decision of this user, good for five minutes. */
    JWTClaimsSet.Builder decision(Map<String, Object> decision, String tenant, String user, String... roles) {
        return claims(tenant, user, roles)
                .audience(DECISIONS)
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .claim("decision", decision);
    }

    /** Signs a decision, with the type that tells it from a token for HTTP. */
    String signedDecision(JWTClaimsSet claims) {
        return signed(claims, key, header -> header.type(JwtDecisions.TYPE));
    }

    RSAKey key() {
        return key;
    }

    /** How often somebody has asked for the keys. */
    int asked() {
        return asked.get();
    }

    /** Signs with another key from now on, and publishes both. */
    void rotate(String id) {
        key = newKey(id);
        published = List.of(published.getFirst(), key);
    }

    /** What it says of this user, for ten minutes. */
    JWTClaimsSet.Builder claims(String tenant, String user, String... roles) {
        return new JWTClaimsSet.Builder()
                .issuer(name())
                .audience(AUDIENCE)
                .subject(user)
                .claim("tenant", tenant)
                .claim("roles", List.of(roles))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    String token(String tenant, String user, String... roles) {
        return signed(claims(tenant, user, roles).build(), key, header -> header);
    }

    String signed(JWTClaimsSet claims) {
        return signed(claims, key, header -> header);
    }

    static String signed(JWTClaimsSet claims, RSAKey by, UnaryOperator<JWSHeader.Builder> header) {
        return signed(claims, by, JWSAlgorithm.RS256, header);
    }

    static String signed(JWTClaimsSet claims, RSAKey by, JWSAlgorithm how, UnaryOperator<JWSHeader.Builder> header) {
        try {
            JWSHeader.Builder usual =
                    new JWSHeader.Builder(how).type(JOSEObjectType.JWT).keyID(by.getKeyID());
            SignedJWT token = new SignedJWT(header.apply(usual).build(), claims);
            token.sign(new RSASSASigner(by));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
