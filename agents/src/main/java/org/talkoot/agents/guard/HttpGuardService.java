package org.talkoot.agents.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.talkoot.core.guard.GuardService;
import org.talkoot.core.guard.Subject;
import org.talkoot.core.guard.Verdict;

/**
 * A guardrail's service over HTTP.
 *
 * <pre>
 * POST  {"place": "output", "about": "", "text": "...", "tenant": "acme", "user": "anna"}
 * 200   {"verdict": "pass"}
 *       {"verdict": "block", "reason": "..."}
 *       {"verdict": "rewrite", "text": "..."}
 * </pre>
 *
 * <p>Read strictly: another status, a body of more than {@value #LONGEST} bytes, what is no such JSON object, a verdict
 * of another name or without what belongs to it is a failure, and what happens then is the guardrail's to say. Other
 * fields are ignored. Redirects are not followed. Its time is the guardrail's, from the first byte to the last.
 *
 * @param headers sent with each question, such as a token
 */
public record HttpGuardService(URI address, Map<String, String> headers) implements GuardService {

    /** Bytes of an answer. */
    public static final int LONGEST = 1_000_000;

    private static final int LONGEST_REASON = 2_000;

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What a service says that cannot be understood. */
    public static final class UnreadableVerdictException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableVerdictException(String message) {
            super(message);
        }
    }

    public HttpGuardService {
        headers = Map.copyOf(headers);
    }

    public static HttpGuardService at(String address) {
        return new HttpGuardService(URI.create(address), Map.of());
    }

    public HttpGuardService with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new HttpGuardService(address, all);
    }

    @Override
    public Verdict judge(Subject subject) throws IOException, InterruptedException, UnreadableVerdictException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question(subject)));
        headers.forEach(request::header);
        HttpResponse<InputStream> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new UnreadableVerdictException("it answered with status " + response.statusCode());
            }
            byte[] bytes = body.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new UnreadableVerdictException("its answer has more than %d bytes".formatted(LONGEST));
            }
            return verdict(bytes);
        }
    }

    private static String question(Subject subject) {
        ObjectNode question = JSON.createObjectNode()
                .put("place", subject.place().name().toLowerCase(Locale.ROOT))
                .put("about", subject.about())
                .put("text", subject.text())
                .put("tenant", subject.caller().tenant().value());
        if (!subject.caller().isAnonymous()) {
            question.put("user", subject.caller().user());
        }
        return question.toString();
    }

    private static Verdict verdict(byte[] bytes) throws UnreadableVerdictException {
        JsonNode answer;
        try {
            answer = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UnreadableVerdictException("its answer is no JSON");
        }
        return switch (text(answer, "verdict")) {
            case "pass" -> Verdict.pass();
            case "block" -> {
                String reason = text(answer, "reason");
                yield new Verdict.Block(reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
            }
            case "rewrite" -> new Verdict.Rewrite(text(answer, "text"));
            default -> throw new UnreadableVerdictException("its verdict is none that there is");
        };
    }

    private static String text(JsonNode answer, String field) throws UnreadableVerdictException {
        JsonNode value = answer.get(field);
        if (value == null || !value.isTextual()) {
            throw new UnreadableVerdictException("its answer has no text '%s'".formatted(field));
        }
        return value.asText();
    }
}
