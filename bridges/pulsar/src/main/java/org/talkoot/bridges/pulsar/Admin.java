package org.talkoot.bridges.pulsar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BusException;

/** The broker's HTTP interface. Blocks; for any thread. */
class Admin {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    static final String JSON_TYPE = "application/json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PulsarSettings.Broker broker;
    private @Nullable HttpClient http;

    Admin(PulsarSettings.Broker broker) {
        this.broker = broker;
    }

    /** What is there; empty when nothing is. */
    Optional<JsonNode> get(String path) {
        HttpResponse<String> answer = send(request(path).GET());
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(ok(answer)));
    }

    /** Makes something; false: it was there already. */
    boolean put(String path, String type, String body) {
        HttpResponse<String> answer =
                send(request(path).setHeader("Content-Type", type).PUT(BodyPublishers.ofString(body)));
        if (answer.statusCode() == CONFLICT) {
            return false;
        }
        HttpResponse<String> unused = ok(answer);
        return true;
    }

    /** Sets something. */
    void post(String path, String body) {
        HttpResponse<String> unused = ok(send(request(path).POST(BodyPublishers.ofString(body))));
    }

    /** Removes something; that it has gone already is no failure. */
    void delete(String path) {
        HttpResponse<String> answer = send(request(path).DELETE());
        if (answer.statusCode() != NOT_FOUND) {
            HttpResponse<String> unused = ok(answer);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(broker.adminUrl() + path))
                .timeout(PATIENCE)
                .header("Content-Type", JSON_TYPE);
        broker.token().current().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest whole = request.build();
        try {
            return http().send(whole, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException("interrupted while Pulsar was asked", e);
        } catch (IOException e) {
            throw new BusException(
                    "Pulsar's HTTP interface at %s does not answer: %s".formatted(broker.adminUrl(), Reason.of(e)), e);
        }
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new BusException("Pulsar's HTTP interface answers %d to %s %s: %s"
                    .formatted(
                            answer.statusCode(),
                            answer.request().method(),
                            answer.request().uri(),
                            answer.body()));
        }
        return answer;
    }

    private static JsonNode read(HttpResponse<String> answer) {
        if (answer.statusCode() == NO_CONTENT || answer.body().isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new BusException("Pulsar's HTTP interface does not speak JSON at " + answer.uri(), e);
        }
    }

    private synchronized HttpClient http() {
        HttpClient open = http;
        if (open == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    // A broker sends us to the one that has the topic.
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(PATIENCE);
            broker.trustCertificates().ifPresent(file -> builder.sslContext(trusting(file)));
            open = builder.build();
            http = open;
        }
        return open;
    }

    private static SSLContext trusting(Path certificates) {
        try (InputStream in = Files.newInputStream(certificates)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry(Integer.toString(number++), one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new BusException(
                    "the certificates in %s cannot be used: %s".formatted(certificates, Reason.of(e)), e);
        }
    }
}
