package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.talkoot.testkit.tls.Certificates;

/** A certificate for this machine, and tokens that a broker with these settings takes. */
final class Credentials {

    private static final byte[] SECRET = "a secret of at least 256 bits, for HMAC-SHA256".getBytes(UTF_8);

    private final Certificates certificates;

    Credentials(Path directory) {
        certificates = Certificates.in(directory).selfSigned("pulsar", "dns:localhost", "ip:127.0.0.1");
    }

    Path certificate() {
        return certificates.certificate("pulsar");
    }

    /** What the broker is told. */
    Map<String, String> ofBroker() throws GeneralSecurityException {
        return Map.of(
                "tlsCertificateFilePath", certificate().toString(),
                "tlsKeyFilePath", certificates.key("pulsar").toString(),
                "authenticationEnabled", "true",
                "authenticationProviders", "org.apache.pulsar.broker.authentication.AuthenticationProviderToken",
                "tokenSecretKey", "data:;base64," + Base64.getEncoder().encodeToString(SECRET),
                "authorizationEnabled", "true",
                "superUserRoles", "talkoot,broker",
                "brokerClientAuthenticationPlugin", "org.apache.pulsar.client.impl.auth.AuthenticationToken",
                "brokerClientAuthenticationParameters", "token:" + token("broker"));
    }

    /** A JSON web token (RFC 7519). */
    static String token(String subject) throws GeneralSecurityException {
        String claims = base64("{\"alg\":\"HS256\"}".getBytes(UTF_8))
                + '.'
                + base64("{\"sub\":\"%s\"}".formatted(subject).getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return claims + '.' + base64(mac.doFinal(claims.getBytes(UTF_8)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
