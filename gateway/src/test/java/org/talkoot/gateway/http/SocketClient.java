package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.talkoot.testkit.node.LocalNode;

/** A client of a conversation's WebSocket that keeps every frame it hears. */
final class SocketClient implements AutoCloseable {

    private final List<JsonNode> frames;
    private final WebSocket socket;

    private SocketClient(List<JsonNode> frames, WebSocket socket) {
        this.frames = frames;
        this.socket = socket;
    }

    static SocketClient open(LocalNode node, HttpClient http, String conversation) {
        List<JsonNode> frames = new CopyOnWriteArrayList<>();
        URI uri = URI.create(node.url().replace("http", "ws") + "/v1/conversations/" + conversation + "/socket");
        return new SocketClient(
                frames,
                http.newWebSocketBuilder().buildAsync(uri, new Listener(frames)).join());
    }

    /** What has come until now, in order. */
    List<JsonNode> frames() {
        return frames;
    }

    void send(String text) {
        sendPart(text, true);
    }

    /** A part of a message, which may be its last. */
    void sendPart(String text, boolean last) {
        socket.sendText(text, last).join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Listener implements WebSocket.Listener {

        private static final ObjectMapper JSON = new ObjectMapper();

        private final List<JsonNode> frames;
        private final StringBuilder text = new StringBuilder();

        Listener(List<JsonNode> frames) {
            this.frames = frames;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    frames.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
