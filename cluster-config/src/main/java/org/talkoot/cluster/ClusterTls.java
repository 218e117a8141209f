package org.talkoot.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;
import org.apache.pekko.pki.pem.PEMLoadingException;

/**
 * How the nodes of a cluster prove to each other who they are, and that nobody else listens: TLS 1.3 with a certificate
 * on both sides, of one authority. All three are PEM files, read again every five minutes, so that a renewed
 * certificate needs no restart. The certificates of all nodes have one name in common (a subject's common name, or one
 * of its alternative names): a certificate that the authority gave to something else does not open this door.
 *
 * @param certificate of this node, given by the authority itself and not by an intermediate one
 * @param key its private key, RSA, without a password
 * @param ca certificate of the authority
 */
public record ClusterTls(Path certificate, Path key, Path ca) {

    private static final String ENGINE = "pekko.remote.artery.ssl.rotating-keys-engine.";

    /**
     * Reads {@code talkoot.cluster.tls}; empty when nodes speak in the clear.
     *
     * @throws IllegalArgumentException in one line, when one of the three is missing, cannot be read, or they do not
     *     belong together
     */
    static Optional<ClusterTls> from(Config root) {
        Config config = root.getConfig("talkoot.cluster.tls");
        if (Stream.of("certificate", "key", "ca")
                .allMatch(name -> config.getString(name).isBlank())) {
            return Optional.empty();
        }
        ClusterTls tls = new ClusterTls(path(config, "certificate"), path(config, "key"), path(config, "ca"));
        tls.check();
        return Optional.of(tls);
    }

    private static Path path(Config config, String name) {
        String path = config.getString(name);
        if (path.isBlank()) {
            throw new IllegalArgumentException(
                    "talkoot.cluster.tls." + name + " is missing: TLS between nodes needs certificate, key and ca");
        }
        return Path.of(path).toAbsolutePath();
    }

    /** What would otherwise show as nodes that do not find each other, and nothing else. */
    private void check() {
        X509Certificate own = certificate("certificate", certificate);
        X509Certificate authority = certificate("ca", ca);
        try {
            own.checkValidity();
            own.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "talkoot.cluster.tls.certificate (%s) is not valid, or not of the authority in talkoot.cluster.tls.ca (%s): %s"
                            .formatted(certificate, ca, e.getMessage()),
                    e);
        }
        if (!(own.getPublicKey() instanceof RSAPublicKey open)
                || !(privateKey() instanceof RSAPrivateKey hidden)
                || !open.getModulus().equals(hidden.getModulus())) {
            throw new IllegalArgumentException(
                    "talkoot.cluster.tls.key (%s) is not the RSA key of talkoot.cluster.tls.certificate (%s)"
                            .formatted(key, certificate));
        }
    }

    private static X509Certificate certificate(String name, Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(name, file, "a certificate", e);
        }
    }

    private PrivateKey privateKey() {
        try {
            return DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(key)));
        } catch (IOException | PEMLoadingException e) {
            throw unreadable("key", key, "a private key without a password", e);
        }
    }

    private static IllegalArgumentException unreadable(String name, Path file, String what, Exception why) {
        String reason = why instanceof java.nio.file.NoSuchFileException ? "there is no such file" : why.getMessage();
        return new IllegalArgumentException(
                "talkoot.cluster.tls.%s (%s) cannot be read as %s in PEM: %s".formatted(name, file, what, reason), why);
    }

    /** Pekko's settings with it. */
    Config in(Config config) {
        return config.withValue("pekko.remote.artery.transport", ConfigValueFactory.fromAnyRef("tls-tcp"))
                .withValue(
                        "pekko.remote.artery.ssl.ssl-engine-provider",
                        ConfigValueFactory.fromAnyRef(
                                "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider"))
                .withValue(ENGINE + "cert-file", ConfigValueFactory.fromAnyRef(certificate.toString()))
                .withValue(ENGINE + "key-file", ConfigValueFactory.fromAnyRef(key.toString()))
                .withValue(ENGINE + "ca-cert-file", ConfigValueFactory.fromAnyRef(ca.toString()));
    }
}
