package org.talkoot.gateway.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** As much of the protocol of NATS as a test needs: one request at a time. */
final class NatsSocket implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;
    private int number;

    NatsSocket(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        line();
        send("CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\n");
    }

    /** The body of the reply. */
    String request(String subject, String body) throws IOException {
        number++;
        int length = body.getBytes(UTF_8).length;
        send("SUB _INBOX.test.%1$d %1$d\r\nUNSUB %1$d 1\r\nPUB %2$s _INBOX.test.%1$d %3$d\r\n%4$s\r\n"
                .formatted(number, subject, length, body));
        while (true) {
            List<String> words = List.of(line().split(" "));
            switch (words.getFirst()) {
                case "PING" -> send("PONG\r\n");
                case "MSG" -> {
                    byte[] reply = in.readNBytes(Integer.parseInt(words.getLast()));
                    line();
                    return new String(reply, UTF_8);
                }
                case "HMSG" -> throw new IOException("nobody answers " + subject);
                default -> {} // INFO, PONG, +OK
            }
        }
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b = in.readByte(); b != '\n'; b = in.readByte()) {
            line.write(b);
        }
        return line.toString(UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
