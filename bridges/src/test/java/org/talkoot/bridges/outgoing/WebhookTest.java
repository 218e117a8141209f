package org.talkoot.bridges.outgoing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.deadletter.StayingLetters;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.StreamId;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Place;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.core.deadletter.RetryRules;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.journal.JournalReader;

final class WebhookTest {

    private static final ConversationId CONVERSATION = ConversationId.of("orders");

    @TempDir
    Path directory;

    private final EventCodec codec = EventCodec.standard();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private Database database;
    private HttpServer receiver;
    private Webhook webhook;

    @BeforeEach
    void start() throws IOException {
        database = Database.open(DatabaseSettings.of("jdbc:sqlite:" + directory.resolve("t.db")));
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::answer);
        receiver.start();
        webhook = new Webhook(
                "letters",
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"),
                new StayingLetters(RetryRules.NONE, codec),
                new JournalEvents(codec, new JournalReader(database, codec)));
    }

    @AfterEach
    void stop() {
        webhook.close();
        receiver.stop(0);
        database.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String letter = body.replaceAll("(?s).*\"id\":\"(letter-\\d+)\".*", "$1");
        int status = answers.getOrDefault(letter, 204);
        if (status == 204) {
            told.add(letter);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private List<JournalEntry> letters(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(this::letter).toList();
    }

    private JournalEntry letter(int number) {
        DeadLetterId id = new DeadLetterId("letter-" + number);
        DeadLetter letter = new DeadLetter(
                id,
                FailureClass.POISON,
                List.of("no JSON"),
                new DeadLetter.Undelivered(CONVERSATION, Place.at("log", number), null, "", Map.of(), Instant.EPOCH),
                Instant.EPOCH);
        return new JournalEntry(
                number, StreamId.of(CONVERSATION, id), 1, 0, 0, codec.encode(new DeadLetterEvent.Opened(letter)));
    }

    @Test
    void tellsOfEachLetterInOrder() throws Exception {
        assertThat(webhook.deliver(letters(3))).isTrue();

        assertThat(told).containsExactly("letter-1", "letter-2", "letter-3");
    }

    @Test
    void tellsAReceiverThatWasAwayWhatItHasNotHeardYet() throws Exception {
        answers.put("letter-2", 503);
        assertThatThrownBy(() -> webhook.deliver(letters(3)))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("503");

        answers.clear();
        boolean unused = webhook.deliver(letters(3));

        assertThat(told).containsExactly("letter-1", "letter-2", "letter-3");
    }

    @Test
    void passesOverALetterThatTheReceiverCanDoNothingWith() throws Exception {
        answers.put("letter-2", 413);

        assertThat(webhook.deliver(letters(3))).isTrue();

        assertThat(told).containsExactly("letter-1", "letter-3");
    }

    @Test
    void waitsForSomebodyToMendAReceiverThatKnowsNothingOfUs() {
        answers.put("letter-1", 404);

        assertThatThrownBy(() -> webhook.deliver(letters(1))).isInstanceOf(BusException.class);
    }
}
