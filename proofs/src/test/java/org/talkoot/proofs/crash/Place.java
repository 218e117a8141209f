package org.talkoot.proofs.crash;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

/**
 * Where a node runs.
 *
 * @param within the command that starts a process there; empty: nothing special
 * @param options of the JVM
 */
public record Place(List<String> within, String host, int port, List<String> options) {

    /** This machine, as any other process. */
    static Place here() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new Place(
                    List.of(),
                    "127.0.0.1",
                    socket.getLocalPort(),
                    List.of(
                            "-Xmx512m",
                            // what a killed node owned is waited for; with the usual term that is most of the time
                            "-Dtalkoot.persistence.lease.term=9s",
                            "-Dtalkoot.persistence.lease.renew-every=2s"));
        }
    }
}
