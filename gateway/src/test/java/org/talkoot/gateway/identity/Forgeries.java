package org.talkoot.gateway.identity;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Tokens that nobody may be let in with, by what is wrong with them. */
final class Forgeries {

    private final Issuer issuer;
    private final RSAKey mallorys = Issuer.newKey("k1");

    Forgeries(Issuer issuer) {
        this.issuer = issuer;
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims("globex", "eve", "admin");
    }

    /** Signed by nobody, or by the wrong one. */
    Map<String, String> signatures() {
        JWTClaimsSet claims = claims().build();
        String good = issuer.signed(claims);
        String[] parts = good.split("\\.");
        Map<String, String> all = new LinkedHashMap<>();
        all.put("alg none", new PlainJWT(claims).serialize());
        all.put("alg none that keeps a signature", new PlainJWT(claims).serialize() + parts[2]);
        all.put("alg NoNe", encoded("{\"alg\":\"NoNe\"}") + "." + parts[1] + ".");
        all.put("HS256 with the public key as DER", hmac(claims, der()));
        all.put("HS256 with the public key as its JSON", hmac(claims, publicJson()));
        all.put("another key under the same name", Issuer.signed(claims, mallorys, header -> header));
        all.put("a key that nobody knows", Issuer.signed(claims, Issuer.newKey("k-unknown"), header -> header));
        all.put("a key name that is a path", Issuer.signed(claims, mallorys, h -> h.keyID("../../../../dev/null")));
        all.put("a key name that is a query", Issuer.signed(claims, mallorys, h -> h.keyID("k1' OR '1'='1")));
        all.put("its own key in the header", Issuer.signed(claims, mallorys, h -> h.jwk(mallorys.toPublicJWK())));
        all.put(
                "its own key set named",
                Issuer.signed(claims, mallorys, h -> h.jwkURL(URI.create("http://127.0.0.1:9/keys"))));
        all.put(
                "its own certificate named",
                Issuer.signed(claims, mallorys, h -> h.x509CertURL(URI.create("http://127.0.0.1:9/cert"))));
        all.put(
                "changed after it was signed",
                parts[0] + "." + encoded(claims().subject("root").build().toString()) + "." + parts[2]);
        all.put("without its signature", parts[0] + "." + parts[1] + ".");
        all.put(
                "with the signature of another",
                parts[0] + "." + parts[1] + "." + issuer.token("acme", "bob").split("\\.")[2]);
        all.put("RS384, which is not allowed", Issuer.signed(claims, issuer.key(), JWSAlgorithm.RS384, h -> h));
        all.put("PS256, which is not allowed", Issuer.signed(claims, issuer.key(), JWSAlgorithm.PS256, h -> h));
        all.put(
                "an extension that has to be understood",
                Issuer.signed(
                        claims,
                        issuer.key(),
                        h -> h.criticalParams(Set.of("exp2")).customParam("exp2", 1)));
        all.put("encrypted to the node's issuer", encrypted(claims));
        all.put("of another type", Issuer.signed(claims, issuer.key(), h -> h.type(new JOSEObjectType("logout+jwt"))));
        all.put("no token at all", "eve");
        return all;
    }

    /** Signed well, and not for here or not for now. */
    Map<String, String> claimed() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("expired", issuer.signed(claims().expirationTime(in(-120)).build()));
        all.put("not valid yet", issuer.signed(claims().notBeforeTime(in(120)).build()));
        all.put("without an end", issuer.signed(claims().expirationTime(null).build()));
        all.put(
                "of another issuer",
                issuer.signed(claims().issuer("https://evil.example").build()));
        all.put(
                "of an issuer that is named almost the same",
                issuer.signed(claims().issuer(issuer.name() + "/").build()));
        all.put("of no issuer", issuer.signed(claims().issuer(null).build()));
        all.put("for somebody else", issuer.signed(claims().audience("billing").build()));
        all.put("for nobody", issuer.signed(claims().audience((String) null).build()));
        return all;
    }

    /** Good tokens about nobody who has a place here. */
    Map<String, String> homeless() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("of no tenant", issuer.signed(claims().claim("tenant", null).build()));
        all.put(
                "of a tenant that is a path",
                issuer.signed(claims().claim("tenant", "../acme").build()));
        all.put(
                "of two tenants",
                issuer.signed(
                        claims().claim("tenant", List.of("globex", "acme")).build()));
        all.put("about nobody", issuer.signed(claims().subject(null).build()));
        all.put("about a blank", issuer.signed(claims().subject(" ").build()));
        all.put(
                "with roles that are no texts",
                issuer.signed(claims().claim("roles", Map.of("admin", true)).build()));
        all.put(
                "with a role that is no text",
                issuer.signed(
                        claims().claim("roles", List.of(Map.of("admin", true))).build()));
        List<String> many = IntStream.range(0, 400).mapToObj(i -> "role-" + i).toList();
        all.put(
                "with more roles than a caller may have",
                issuer.signed(claims().claim("roles", many).build()));
        return all;
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String encoded(String text) {
        return Base64URL.encode(text).toString();
    }

    private byte[] der() {
        try {
            return issuer.key().toRSAPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] publicJson() {
        return issuer.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    }

    private static String hmac(JWTClaimsSet claims, byte[] secret) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims);
            token.sign(new MACSigner(secret));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String encrypted(JWTClaimsSet claims) {
        try {
            EncryptedJWT token = new EncryptedJWT(
                    new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM)
                            .keyID("k1")
                            .build(),
                    claims);
            token.encrypt(new RSAEncrypter(issuer.key().toRSAPublicKey()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
