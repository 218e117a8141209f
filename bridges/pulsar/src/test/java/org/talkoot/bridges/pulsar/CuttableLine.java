package org.talkoot.bridges.pulsar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine that leads to another one, until it is cut; new connections are let through again. */
final class CuttableLine implements AutoCloseable {

    private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int exit;

    CuttableLine() throws IOException {}

    int port() {
        return entry.getLocalPort();
    }

    /** Begins to let through what comes. */
    void leadTo(int port) {
        exit = port;
        Thread unused = Thread.ofVirtual().start(this::accept);
    }

    /** Ends all connections. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        cut();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket near = entry.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), exit);
                sockets.add(near);
                sockets.add(far);
                copy(near, far);
                copy(far, near);
            } catch (IOException e) {
                // the line is closed, or there is nobody at its end
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        Thread unused = Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                in.transferTo(out);
            } catch (IOException e) {
                // cut
            }
        });
    }
}
