package org.talkoot.gateway.http.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.bridges.wire.json.AttributeChanges;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Hash;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.event.Attributes;
import org.talkoot.persistence.view.ConversationViews;

/** Reads what requests say; what cannot be read is a problem of the caller. */
public final class Requests {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");
    private static final int ID_BYTES = 16;
    private static final int MAX_KEY_LENGTH = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Requests() {}

    public static AgentType agentType(String name) {
        return id(name, "agent", AgentType::new);
    }

    /** What is the name of no run names none. */
    public static RunId run(String text) {
        try {
            return RunId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.notFound("There is no run '" + text + "'."));
        }
    }

    public static ConversationViews.Cursor cursor(String text) {
        try {
            return ConversationViews.Cursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.badRequest("bad-time", "A time is written as 2026-11-25T12:00:00Z in UTC."));
        }
    }

    public static <T> T id(String text, String what, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest("bad-" + what + "-id", String.valueOf(e.getMessage())));
        }
    }

    /** Derived from the key where there is one, so that a repeat names the same message. */
    public static MessageId messageId(ConversationId conversation, Optional<String> key) {
        if (key.isEmpty()) {
            return new MessageId("m-" + randomKey());
        }
        requireKey(key);
        return new MessageId("m-" + Hash.of(conversation + "\n" + key.get(), 2 * ID_BYTES));
    }

    private static void requireKey(Optional<String> key) {
        if (key.isPresent() && (key.get().isBlank() || key.get().length() > MAX_KEY_LENGTH)) {
            throw new ProblemException(Problem.badRequest(
                    "bad-idempotency-key", "An idempotency key has 1 to %d characters.".formatted(MAX_KEY_LENGTH)));
        }
    }

    /** By which a signal is known when it comes again: derived from the key where there is one. */
    public static String signalKey(RunId run, Optional<String> key) {
        requireKey(key);
        return "s-" + key.map(text -> Hash.of(run + "\n" + text, 2 * ID_BYTES)).orElseGet(Requests::randomKey);
    }

    /** A key that nobody has had before. */
    public static String randomKey() {
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    public static Duration duration(String text, Duration atMost) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new ProblemException(Problem.badRequest("bad-wait", "wait is a time such as 500ms, 30s or 2m."));
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
        if (duration.compareTo(atMost) > 0) {
            throw new ProblemException(Problem.badRequest(
                    "wait-too-long",
                    "wait is at most %d seconds here; after that, ask for the run or follow"
                                    .formatted(atMost.toSeconds())
                            + " the events."));
        }
        return duration;
    }

    /** How long ago something has to be at least. */
    public static Duration age(String text) {
        Matcher matcher = AGE.matcher(text);
        if (!matcher.matches()) {
            throw new ProblemException(Problem.badRequest("bad-age", "An age is a time such as 90s, 30m, 8h or 2d."));
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    public static long position(String text) {
        return number(text, "position", 0);
    }

    /** At least 1; a larger one than {@code atMost} is that. */
    public static int limit(String text, int atMost) {
        return (int) Math.min(number(text, "limit", 1), atMost);
    }

    private static long number(String text, String what, long least) {
        if (!NUMBER.matcher(text).matches() || Long.parseLong(text) < least) {
            throw new ProblemException(
                    Problem.badRequest("bad-" + what, "A %s is a number from %d.".formatted(what, least)));
        }
        return Long.parseLong(text);
    }

    public static String text(ObjectNode body, String field) {
        return optionalText(body, field)
                .orElseThrow(() -> new ProblemException(
                        Problem.badRequest("missing-field", "The field '%s' is missing.".formatted(field))));
    }

    public static Optional<String> optionalText(ObjectNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new ProblemException(
                    Problem.badRequest("wrong-type", "The field '%s' must be a string.".formatted(field)));
        }
        return Optional.of(value.asText());
    }

    /** What is to be known of a conversation; absent: what is known already. */
    public static Attributes.Change attributes(ObjectNode body) {
        JsonNode attributes = body.path("attributes");
        try {
            return attributes.isMissingNode() || attributes.isNull()
                    ? Attributes.Change.NONE
                    : AttributeChanges.read(attributes);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest("bad-attributes", String.valueOf(e.getMessage())));
        }
    }

    /** A whole number from 0, of at most nine digits. */
    public static OptionalInt optionalWhole(ObjectNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isInt() || value.asInt() < 0) {
            throw new ProblemException(
                    Problem.badRequest("wrong-type", "The field '%s' must be a whole number from 0.".formatted(field)));
        }
        return OptionalInt.of(value.asInt());
    }

    /** One of some values by its name, in any case and with dashes or underscores. */
    public static <T extends Enum<T>> T named(T[] values, String what, String text) {
        return Arrays.stream(values)
                .filter(value -> value.name().equalsIgnoreCase(text.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.badRequest(
                        "bad-" + what, "'%s' is none of %s.".formatted(text, Arrays.toString(values)))));
    }

    public static boolean flag(ObjectNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || !value.isBoolean()) {
            throw new ProblemException(
                    Problem.badRequest("wrong-type", "The field '%s' must be true or false.".formatted(field)));
        }
        return value.asBoolean();
    }
}
