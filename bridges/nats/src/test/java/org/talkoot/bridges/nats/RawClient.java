package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

/** A client of NATS by hand, with one record on each connection. */
final class RawClient {

    private final int port;

    RawClient(int port) {
        this.port = port;
    }

    /** Returns when a stream has it. */
    void put(String subject, byte[] body, Map<String, String> headers) {
        byte[] head = head(headers);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            String command = head.length == 0
                    ? "PUB %s answer %d".formatted(subject, body.length)
                    : "HPUB %s answer %d %d".formatted(subject, head.length, head.length + body.length);
            out.write("CONNECT {\"verbose\":false,\"headers\":true}\r\nSUB answer 1\r\n%s\r\n"
                    .formatted(command)
                    .getBytes(UTF_8));
            out.write(head);
            out.write(body);
            out.write("\r\n".getBytes(UTF_8));
            out.flush();
            awaitAnswer(new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitAnswer(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.contains("\"seq\"")) {
                return;
            }
            if (line.startsWith("-ERR") || line.contains("\"error\"")) {
                throw new IOException(line);
            }
        }
        throw new IOException("closed");
    }

    private static byte[] head(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return new byte[0];
        }
        StringBuilder head = new StringBuilder("NATS/1.0\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(UTF_8);
    }
}
