package org.talkoot.bridges.pulsar;

import java.util.HashMap;
import java.util.Map;
import org.apache.pulsar.client.api.AuthenticationFactory;
import org.apache.pulsar.client.api.ClientBuilder;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/**
 * The one client of a node, and with it one connection to each broker: made when a way in or out begins to need it,
 * closed when the last has no more use for it. For any thread.
 */
final class SharedClient {

    /** By Pulsar's own names; a broker that does not answer for so long is away. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "operationTimeoutMs", 10_000,
            "connectionTimeoutMs", 5_000,
            "keepAliveIntervalSeconds", 10,
            "maxBackoffIntervalNanos", 1_000_000_000L,
            "numIoThreads", 2,
            "numListenerThreads", 1,
            "statsIntervalSeconds", 0,
            "tlsHostnameVerificationEnable", true);

    private final PulsarSettings.Broker broker;
    private @Nullable PulsarClient client;
    private int leases;

    SharedClient(PulsarSettings.Broker broker) {
        this.broker = broker;
    }

    /** The right to use the client until it is closed; closing it twice is once. */
    final class Lease implements AutoCloseable {

        private final PulsarClient leased;
        private boolean closed;

        private Lease(PulsarClient leased) {
            this.leased = leased;
        }

        PulsarClient client() {
            return leased;
        }

        @Override
        public void close() {
            synchronized (SharedClient.this) {
                if (!closed) {
                    closed = true;
                    giveBack();
                }
            }
        }
    }

    /**
     * Connects to nothing.
     *
     * @throws BusException when the client's properties cannot be
     */
    synchronized Lease lease() {
        PulsarClient open = client;
        if (open == null) {
            open = make();
            client = open;
        }
        leases++;
        return new Lease(open);
    }

    private void giveBack() {
        leases--;
        PulsarClient last = client;
        if (leases == 0 && last != null) {
            client = null;
            var unused = last.closeAsync(); // its threads take seconds to end, for which nobody has to wait
        }
    }

    private PulsarClient make() {
        Map<String, Object> properties = new HashMap<>(DEFAULTS);
        properties.putAll(broker.client());
        try {
            ClientBuilder builder = PulsarClient.builder().loadConf(properties).serviceUrl(broker.serviceUrl());
            if (!(broker.token() instanceof Token.None)) {
                builder.authentication(AuthenticationFactory.token(
                        () -> broker.token().current().orElse("")));
            }
            broker.trustCertificates().ifPresent(file -> builder.tlsTrustCertsFilePath(file.toString()));
            return builder.build();
        } catch (PulsarClientException | RuntimeException e) {
            throw new BusException("Pulsar's client cannot be made: " + Reason.of(e), e);
        }
    }
}
