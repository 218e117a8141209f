package org.talkoot.bridges.rabbitmq.server;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.BusException;

/**
 * Makes connections. None of them mends itself: delivery tags of a connection mean nothing on the next one, so whoever
 * has one begins again. For any thread.
 */
public final class Connector {

    private static final Logger LOGGER = LoggerFactory.getLogger(Connector.class);

    /** For the answer to one question over a connection that is there. */
    private static final int ANSWER_MILLIS = 10_000;

    private final ConnectionFactory factory;
    private final List<Address> addresses;
    private final String named;

    /**
     * To where settings say.
     *
     * @throws IllegalArgumentException in one sentence, when a file of TLS cannot be read
     */
    public Connector(ServerSettings settings) {
        this.factory = factory(settings);
        this.addresses = settings.hosts().stream()
                .map(host -> new Address(host.name(), host.port()))
                .toList();
        this.named = addresses.stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    private static ConnectionFactory factory(ServerSettings settings) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUsername(settings.login().user());
        factory.setPassword(settings.login().password());
        factory.setVirtualHost(settings.virtualHost());
        factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds());
        int patience = (int) settings.connectTimeout().toMillis();
        factory.setConnectionTimeout(patience);
        factory.setHandshakeTimeout(patience);
        factory.setShutdownTimeout(patience);
        factory.setChannelRpcTimeout(ANSWER_MILLIS);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setExceptionHandler(new SaidByOthers());
        factory.setThreadFactory(
                Thread.ofPlatform().daemon().name("rabbitmq-", 0).factory());
        if (settings.tls().spoken()) {
            SSLContext context = TlsFiles.context(settings.tls());
            if (settings.tls().verifyHost()) {
                factory.useSslProtocol(context);
                factory.enableHostnameVerification();
            } else {
                // by the method above the client would verify it all the same
                factory.setSocketFactory(context.getSocketFactory());
            }
        }
        return factory;
    }

    /** A connection that breaks is reported by whoever uses it, once; what consumers throw is by the client. */
    private static final class SaidByOthers extends ForgivingExceptionHandler {

        @Override
        public void handleUnexpectedConnectionDriverException(Connection connection, Throwable failure) {
            LOGGER.atDebug()
                    .addKeyValue("connection", connection.getClientProvidedName())
                    .addKeyValue("failure", Failures.reason(failure))
                    .log("broke");
        }
    }

    /**
     * A new connection, to the first of the servers that answers; blocks.
     *
     * @param name shown to whoever looks at the server's connections
     * @throws BusException when none of them lets us in
     */
    public Connection connect(String name) {
        try {
            return factory.newConnection(addresses, name);
        } catch (IOException e) {
            throw new BusException("no connection to %s: %s".formatted(named, Failures.reason(e)), e);
        } catch (TimeoutException e) {
            throw new BusException("no connection to %s: it does not answer in time".formatted(named), e);
        }
    }
}
