package org.talkoot.bridges.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/**
 * The connections of this node: one that all share, and one for each who needs it alone. A read that waits at the
 * server holds up everything behind it on its connection, and what is asked between MULTI and EXEC belongs to the
 * transaction, whoever asks. For any thread; nothing is connected before somebody asks for it.
 */
final class Connections implements AutoCloseable {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final long SHUTDOWN_SECONDS = 2;

    private final ServerSettings settings;
    private final RedisURI address;
    private final RedisClient client = RedisClient.create();
    private final Lock once = new ReentrantLock();
    private @Nullable Link shared;

    Connections(ServerSettings settings) {
        this.settings = settings;
        this.address = address(settings);
        client.setOptions(options(settings));
    }

    /**
     * The one that all share; nobody may block on it, begin a transaction or close it. Blocks while it is made.
     *
     * @throws BusException when Redis cannot be reached, or does not let this node in
     */
    Link shared() {
        once.lock();
        try {
            Link open = shared;
            if (open == null || !open.isOpen()) {
                open = open();
                shared = open;
            }
            return open;
        } finally {
            once.unlock();
        }
    }

    /** Another one, for its caller alone; blocks. */
    Link open() {
        try {
            return new Link(client.connect(CODEC, address), settings.patience());
        } catch (RedisException e) {
            throw new BusException("cannot connect to Redis: " + innermost(e), e);
        }
    }

    /** The client says where it failed to connect, and only its cause says why. */
    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Reason.of(cause);
    }

    private static RedisURI address(ServerSettings settings) {
        RedisURI address = RedisURI.create(settings.url());
        address.setTimeout(settings.patience());
        address.setClientName("talkoot");
        if (!settings.password().isBlank()) {
            String user = settings.user().isBlank() ? "default" : settings.user();
            address.setAuthentication(user, settings.password().toCharArray());
        }
        if (address.isSsl()) {
            address.setVerifyPeer(settings.tls().anyHost() ? SslVerifyMode.CA : SslVerifyMode.FULL);
        }
        return address;
    }

    private static ClientOptions options(ServerSettings settings) {
        return ClientOptions.builder()
                // a command that is repeated by the client on a new connection would be a second entry
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.patience())
                        .build())
                // each answer is waited for in its own time
                .timeoutOptions(TimeoutOptions.create())
                // what servers say of themselves is flat lists there, whatever their version
                .protocolVersion(ProtocolVersion.RESP2)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .sslOptions(tls(settings.tls()))
                .build();
    }

    private static SslOptions tls(ServerSettings.Tls tls) {
        SslOptions.Builder options = SslOptions.builder().jdkSslProvider();
        if (!tls.trust().isBlank()) {
            options.trustManager(new File(tls.trust()));
        }
        if (!tls.certificate().isBlank()) {
            options.keyManager(new File(tls.certificate()), new File(tls.key()), new char[0]);
        }
        return options.build();
    }

    @Override
    public void close() {
        var unused = client.shutdownAsync(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
