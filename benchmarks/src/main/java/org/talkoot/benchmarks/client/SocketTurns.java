package org.talkoot.benchmarks.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.benchmarks.load.Turns;
import org.talkoot.core.ConversationId;

/**
 * Turns over one WebSocket for each conversation, which also brings everything else that happens there: a turn ends
 * with the event that its answer was posted.
 */
public final class SocketTurns implements Turns {

    private static final String ANSWERED = "\"type\":\"conversation.answer-posted\"";
    private static final String FAILED = "\"type\":\"conversation.turn-failed\"";
    private static final String PROBLEM = "\"type\":\"problem\"";

    private final HttpClient client;
    private final URI node;
    private final Map<ConversationId, Talk> talks = new ConcurrentHashMap<>();

    public SocketTurns(HttpClient client, URI node) {
        this.client = client;
        this.node = URI.create("ws" + node.toString().substring("http".length()));
    }

    @Override
    public CompletionStage<Void> turn(ConversationId conversation, int number, String text) {
        return talks.computeIfAbsent(conversation, this::open)
                .say("{\"type\":\"post\",\"idempotency_key\":\"%s-%d\",\"text\":\"%s\"}"
                        .formatted(conversation.key(), number, text));
    }

    @Override
    public void leave(ConversationId conversation) {
        Talk talk = talks.remove(conversation);
        if (talk != null) {
            talk.end();
        }
    }

    private Talk open(ConversationId conversation) {
        Talk talk = new Talk();
        var unused = client.newWebSocketBuilder()
                .buildAsync(node.resolve("/v1/conversations/" + conversation.key() + "/socket"), talk)
                .whenComplete(talk::opened);
        return talk;
    }

    /** One conversation; has one turn at a time. */
    private static final class Talk implements WebSocket.Listener {

        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
        private final StringBuilder frame = new StringBuilder();
        private volatile CompletableFuture<Void> turn = new CompletableFuture<>();

        void opened(@Nullable WebSocket opened, @Nullable Throwable failure) {
            if (opened != null) {
                socket.complete(opened);
            } else {
                socket.completeExceptionally(failure == null ? new IllegalStateException("not opened") : failure);
            }
        }

        CompletionStage<Void> say(String text) {
            CompletableFuture<Void> now = new CompletableFuture<>();
            turn = now;
            var unused = socket.thenCompose(open -> open.sendText(text, true)).whenComplete((sent, failure) -> {
                if (failure != null) {
                    now.completeExceptionally(failure);
                }
            });
            return now;
        }

        void end() {
            var unused = socket.thenCompose(open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            frame.append(part);
            if (isLast) {
                heard(frame.toString());
                frame.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void heard(String text) {
            if (text.contains(ANSWERED)) {
                turn.complete(null);
            } else if (text.contains(FAILED) || text.contains(PROBLEM)) {
                turn.completeExceptionally(new IllegalStateException("the turn did not end in an answer: " + text));
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            turn.completeExceptionally(new IllegalStateException("closed: " + code + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            turn.completeExceptionally(failure);
        }
    }
}
