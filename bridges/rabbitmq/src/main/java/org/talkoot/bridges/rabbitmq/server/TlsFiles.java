package org.talkoot.bridges.rabbitmq.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The files of TLS, as RabbitMQ's own configuration has them: PEM. Read once, when the node starts. */
final class TlsFiles {

    private static final char[] IN_MEMORY = {};
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private TlsFiles() {}

    /**
     * What connections are made with.
     *
     * @throws IllegalArgumentException in one sentence, when a file cannot be read
     */
    static SSLContext context(ServerSettings.Tls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    tls.certificate().isBlank() ? null : keys(tls),
                    tls.ca().isBlank() ? null : trusted(certificates("ca", tls.ca())),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("talkoot.rabbitmq.tls cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusted(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(ServerSettings.Tls tls) throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = certificates("certificate", tls.certificate());
        String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        KeyStore store = empty();
        store.setKeyEntry("node", key(tls.key(), algorithm), IN_MEMORY, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        return store;
    }

    private static List<X509Certificate> certificates(String name, String file) {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(name, file, "certificates", e);
        }
        throw unreadable(name, file, "certificates", null);
    }

    private static PrivateKey key(String file, String algorithm) {
        try {
            String pem = Files.readString(Path.of(file));
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            if (begin >= 0 && end > begin) {
                byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable("key", file, "a private key (PKCS#8, without a password)", e);
        }
        throw unreadable("key", file, "a private key (PKCS#8, without a password)", null);
    }

    private static IllegalArgumentException unreadable(String name, String file, String what, @Nullable Exception why) {
        String reason = why == null
                ? "there is none in it"
                : why instanceof NoSuchFileException ? "there is no such file" : why.getMessage();
        return new IllegalArgumentException(
                "talkoot.rabbitmq.tls.%s (%s) cannot be read as %s in PEM: %s".formatted(name, file, what, reason),
                why);
    }
}
