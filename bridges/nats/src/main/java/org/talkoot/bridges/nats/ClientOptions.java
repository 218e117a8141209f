package org.talkoot.bridges.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.function.BiConsumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/** How the connection is made. Files are read each time. */
final class ClientOptions {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClientOptions.class);

    /** A server that is away is asked again, ever more rarely. */
    private static final long FIRST_PAUSE_MILLIS = 100;

    private static final int MOST_DOUBLINGS = 5; // 3.2 seconds

    private ClientOptions() {}

    static Options options(NatsSettings.Access access, BiConsumer<Connection, Events> changed) throws IOException {
        Options.Builder options = new Options.Builder()
                .servers(access.servers())
                .connectionName("talkoot")
                .connectionTimeout(Link.PATIENCE)
                .maxReconnects(-1)
                .reconnectDelayHandler(ClientOptions::pause)
                // What is sent while there is no connection would be sent later, when nobody waits for it any more.
                .reconnectBufferSize(0)
                .dataPortType(LenientHeaders.class.getName())
                // Half-open connections are noticed.
                .pingInterval(Duration.ofSeconds(5))
                .maxPingsOut(2)
                .reportNoResponders()
                .errorListener(new Spoken())
                .connectionListener(changed::accept);
        identify(options, access.identity());
        if (access.tls().isConfigured()) {
            options.sslContext(context(access.tls()));
        }
        return options.build();
    }

    private static void identify(Options.Builder options, NatsSettings.Identity identity) {
        if (!identity.user().isEmpty()) {
            options.userInfo(identity.user().toCharArray(), identity.password().toCharArray());
        } else if (!identity.token().isEmpty()) {
            options.token(identity.token().toCharArray());
        } else if (!identity.credentialsFile().isEmpty()) {
            options.credentialPath(identity.credentialsFile());
        }
    }

    private static Duration pause(long tries) {
        return Duration.ofMillis(FIRST_PAUSE_MILLIS << Math.min(tries, MOST_DOUBLINGS));
    }

    private static SSLContext context(NatsSettings.Tls tls) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own(tls), trusted(tls), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new BusException("talkoot.nats.tls: " + Reason.of(e), e);
        }
    }

    private static KeyManager @Nullable [] own(NatsSettings.Tls tls) throws IOException, GeneralSecurityException {
        if (tls.keyStore().isEmpty()) {
            return null;
        }
        char[] password = tls.keyStorePassword().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(Path.of(tls.keyStore()))) {
            store.load(file, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        return keys.getKeyManagers();
    }

    private static TrustManager @Nullable [] trusted(NatsSettings.Tls tls)
            throws IOException, GeneralSecurityException {
        if (tls.trustedCertificates().isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream file = Files.newInputStream(Path.of(tls.trustedCertificates()))) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("trusted-" + store.size(), each);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    /** What the client says of itself. What matters of it fails something of ours, which is said there. */
    private static final class Spoken implements ErrorListener {

        @Override
        public void errorOccurred(Connection connection, String error) {
            LOGGER.atDebug().addKeyValue("error", error).log("NATS reports an error");
        }

        @Override
        public void exceptionOccurred(Connection connection, Exception exception) {
            LOGGER.atDebug().setCause(exception).log("the client of NATS reports an error");
        }
    }
}
