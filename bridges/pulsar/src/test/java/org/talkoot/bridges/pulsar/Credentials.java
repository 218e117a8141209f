package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A certificate for this machine, made with the JDK's keytool, and tokens that a broker with these settings takes. */
final class Credentials {

    private static final String PASSWORD = "changeit";
    private static final byte[] SECRET = "a secret of at least 256 bits, for HMAC-SHA256".getBytes(UTF_8);

    private final Path directory;

    Credentials(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        this.directory = Files.createDirectories(directory);
        keytool("-alias", "pulsar", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("store.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        write(certificate(), "CERTIFICATE", store.getCertificate("pulsar").getEncoded());
        write(
                key(),
                "PRIVATE KEY",
                store.getKey("pulsar", PASSWORD.toCharArray()).getEncoded());
    }

    Path certificate() {
        return directory.resolve("pulsar.crt");
    }

    private Path key() {
        return directory.resolve("pulsar.key");
    }

    /** What the broker is told. */
    Map<String, String> ofBroker() throws GeneralSecurityException {
        return Map.of(
                "tlsCertificateFilePath", certificate().toString(),
                "tlsKeyFilePath", key().toString(),
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

    private static void write(Path file, String what, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(what, Base64.getMimeEncoder().encodeToString(der), what));
    }

    private void keytool(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", directory.resolve("store.p12").toString(), "-storepass", PASSWORD));
        command.addAll(List.of(options));
        Path log = directory.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
    }
}
