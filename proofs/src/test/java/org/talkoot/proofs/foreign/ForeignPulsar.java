package org.talkoot.proofs.foreign;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.BatcherBuilder;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.talkoot.testkit.pulsar.PulsarServer;

/** Pulsar, whose broker hides the repeats of a producer. A sender batches by key, as Key_Shared wants it. */
record ForeignPulsar(PulsarServer server) implements ForeignBroker {

    static ForeignPulsar start(Path directory) throws IOException {
        return new ForeignPulsar(PulsarServer.start(directory));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PULSAR_URL", server.serviceUrl(), "PULSAR_ADMIN_URL", server.adminUrl());
    }

    @Override
    public boolean once() {
        return true;
    }

    @Override
    public Sender sender(String channel) throws IOException {
        PulsarClient client = client();
        awaitThere(channel);
        Producer<byte[]> producer = client.newProducer()
                .topic(channel)
                .batcherBuilder(BatcherBuilder.KEY_BASED)
                .blockIfQueueFull(true)
                .create();
        return new Sender() {
            @Override
            public void send(String key, byte[] body) {
                var unused = producer.newMessage().key(key).value(body).sendAsync();
            }

            @Override
            public void close() throws IOException {
                try (client;
                        producer) {
                    producer.flush();
                }
            }
        };
    }

    /** A client that asks for a topic too early makes one, and not as the node would have declared it. */
    private void awaitThere(String topic) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.adminUrl() + "/admin/v2/persistent/public/default/" + topic + "/stats"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
        }
    }

    @Override
    public List<byte[]> read(String channel) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        try (PulsarClient client = client();
                Reader<byte[]> reader = client.newReader()
                        .topic(channel)
                        .startMessageId(MessageId.earliest)
                        .create()) {
            while (reader.hasMessageAvailable()) {
                bodies.add(reader.readNext(30, TimeUnit.SECONDS).getData());
            }
        }
        return bodies;
    }

    @Override
    public Reading follow(String channel, Consumer<byte[]> each) throws IOException {
        awaitThere(channel);
        PulsarClient client = client();
        Reader<byte[]> reader = client.newReader()
                .topic(channel)
                .startMessageId(MessageId.latest)
                .readerListener((from, message) -> each.accept(message.getData()))
                .create();
        return () -> {
            try (client) {
                reader.close();
            }
        };
    }

    private PulsarClient client() throws PulsarClientException {
        return PulsarClient.builder().serviceUrl(server.serviceUrl()).build();
    }
}
