package org.talkoot.testkit.bus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of this machine that leads to another one and is cut now and then: what is connected ends, and who comes again
 * gets through.
 */
public final class CutLine implements AutoCloseable {

    private final ServerSocket entrance;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;

    /** One that leads nowhere yet, for a server that has to know by which port it is reached. */
    public CutLine() throws IOException {
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** One that leads there. */
    public CutLine(int target) throws IOException {
        this();
        leadTo(target);
    }

    /** Begins to let through what comes. Once. */
    public void leadTo(int port) {
        target = port;
        Thread unused = Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Ends all connections. */
    public void cut() {
        open.forEach(CutLine::end);
    }

    private void accept() {
        try {
            while (true) {
                connect(entrance.accept());
            }
        } catch (IOException e) {
            cut(); // closed
        }
    }

    private void connect(Socket near) {
        open.add(near);
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(far);
            Thread there = Thread.ofVirtual().start(() -> pump(near, far));
            Thread back = Thread.ofVirtual().start(() -> pump(far, near));
        } catch (IOException e) {
            end(near);
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them is gone, so both are
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
