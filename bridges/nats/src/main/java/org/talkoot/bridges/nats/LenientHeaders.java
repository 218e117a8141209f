package org.talkoot.bridges.nats;

import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;

/**
 * The socket of a connection, with headers that the client can read: it drops its connection at any that is not as NATS
 * says (its ADR 4), gets the same record again, and so would stand in front of it for good. Public because the client
 * makes it, by name.
 */
public final class LenientHeaders extends SocketDataPortWithWriteTimeout {

    private final HeaderRepair repair = new HeaderRepair();

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        // No more is read ahead than was asked for: what follows may be for TLS.
        byte[] raw = new byte[length];
        while (repair.isEmpty()) {
            int count = super.read(raw, 0, length);
            if (count < 0) {
                return count;
            }
            try {
                repair.add(raw, count);
            } catch (NumberFormatException e) {
                throw new IOException("what the server sends is not NATS", e);
            }
        }
        return repair.drainTo(into, offset, length);
    }
}
