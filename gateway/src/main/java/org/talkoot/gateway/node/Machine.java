package org.talkoot.gateway.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The machine of a node, looked at before anything starts. */
final class Machine {

    private Machine() {}

    /** Whether this machine has that address, so that something can listen on it. */
    static boolean hasAddress(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether only this machine reaches that address. One that is none is refused elsewhere. */
    static boolean isThisOnly(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            return !hasAddress(host);
        }
    }

    /**
     * A port that can be listened on now. Who takes it a moment later still stops the start, with a less helpful
     * sentence.
     *
     * @param remedy what to do when it cannot
     */
    static void requirePort(String host, int port, String remedy) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw NodeStartException.cannotListen(host, port, e, remedy);
        }
    }

    /** A folder that files can be put into; made when it is not there. */
    static void requireFolder(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw NodeStartException.noFolder(folder, existing + " is not a folder");
        }
        if (!Files.isWritable(existing)) {
            throw NodeStartException.noFolder(folder, existing + " cannot be written to");
        }
        try {
            Files.createDirectories(folder);
        } catch (FileSystemException e) {
            throw NodeStartException.noFolder(folder, Objects.requireNonNullElse(e.getReason(), e.toString()));
        } catch (IOException e) {
            throw NodeStartException.noFolder(folder, String.valueOf(e.getMessage()));
        }
    }
}
