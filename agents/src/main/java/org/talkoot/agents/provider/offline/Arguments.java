package org.talkoot.agents.provider.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Fills a tool's arguments from what people wrote, by its JSON schema: the latest message first, then earlier ones. */
final class Arguments {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Properties that any text suits. */
    private static final Set<String> FREE_TEXT = Set.of(
            "text",
            "description",
            "message",
            "reason",
            "summary",
            "query",
            "question",
            "note",
            "notes",
            "comment",
            "details",
            "subject",
            "title",
            "body",
            "content",
            "problem",
            "request",
            "input",
            "topic",
            "task",
            "prompt",
            "issue",
            "q");

    private final List<Findings> texts;

    /** From texts in the order of preference; at least one. */
    Arguments(List<Findings> texts) {
        this.texts = List.copyOf(texts);
    }

    /** The arguments, unless a required one is nowhere to be found. */
    Optional<String> fill(String schemaText) {
        JsonNode schema = parse(schemaText);
        ObjectNode arguments = NODES.objectNode();
        for (var property : schema.path("properties").properties()) {
            boolean required = isRequired(schema, property.getKey());
            Optional<JsonNode> value = find(property.getKey(), property.getValue(), required);
            if (value.isPresent()) {
                arguments.set(property.getKey(), value.get());
            } else if (required) {
                return Optional.empty();
            }
        }
        return Optional.of(arguments.toString());
    }

    private static JsonNode parse(String schema) {
        try {
            return JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tool's schema is not JSON", e);
        }
    }

    static boolean isRequired(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** A value that is not made of others. */
    Optional<JsonNode> find(String name, JsonNode schema, boolean required) {
        for (Findings text : texts) {
            Optional<JsonNode> value = findIn(text, name, schema);
            if (value.isPresent()) {
                return value;
            }
        }
        if (schema.has("default")) {
            return Optional.of(schema.get("default"));
        }
        if (schema.has("const")) {
            return Optional.of(schema.get("const"));
        }
        boolean freeText = type(schema).equals("string") && isFreeText(name, schema);
        return required && freeText ? Optional.of(NODES.textNode(texts.get(0).text())) : Optional.empty();
    }

    private static Optional<JsonNode> findIn(Findings text, String name, JsonNode schema) {
        if (schema.path("enum").isArray()) {
            return enumValue(text, schema);
        }
        return switch (type(schema)) {
            case "integer" -> integer(text, schema);
            case "number" -> number(text, schema);
            case "string" -> string(text, name, schema).map(NODES::textNode);
            case "array" ->
                findIn(text, name, schema.path("items"))
                        .map(one -> NODES.arrayNode().add(one));
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> enumValue(Findings text, JsonNode schema) {
        String lower = text.text().toLowerCase(Locale.ROOT);
        for (JsonNode value : schema.path("enum")) {
            String spoken = value.asText().toLowerCase(Locale.ROOT).replaceAll("[_-]+", "[ _-]");
            if (Pattern.compile("\\b" + spoken + "\\b").matcher(lower).find()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> integer(Findings text, JsonNode schema) {
        return numbers(text, schema)
                .filter(number -> number == Math.rint(number))
                .map(number -> NODES.numberNode(number.longValue()));
    }

    private static Optional<JsonNode> number(Findings text, JsonNode schema) {
        return numbers(text, schema)
                .map(number ->
                        number == Math.rint(number) ? NODES.numberNode(number.longValue()) : NODES.numberNode(number));
    }

    private static Optional<Double> numbers(Findings text, JsonNode schema) {
        double least = schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY);
        double most = schema.path("maximum").asDouble(Double.POSITIVE_INFINITY);
        return text.numbers().stream()
                .map(Double::valueOf)
                .filter(number -> number >= least && number <= most)
                .findFirst();
    }

    private static Optional<String> string(Findings text, String name, JsonNode schema) {
        String format = schema.path("format").asText("");
        String lower = name.toLowerCase(Locale.ROOT);
        if (schema.has("pattern")) {
            return matching(text, schema.get("pattern").asText());
        }
        if (format.equals("email") || lower.contains("email")) {
            return text.emails().stream().findFirst();
        }
        if (format.startsWith("date") || lower.endsWith("date") || lower.equals("day")) {
            return text.dates().stream().findFirst();
        }
        if (lower.endsWith("zone")) {
            return text.zones().stream().findFirst();
        }
        if (isId(lower)) {
            return id(text, lower, schema);
        }
        if (isFreeText(name, schema)) {
            return text.quoted().stream().findFirst();
        }
        return text.quoted().stream().findFirst().or(() -> named(text, lower));
    }

    private static Optional<String> matching(Findings text, String pattern) {
        try {
            String inside = pattern.replaceAll("^\\^|\\$$", "");
            return Pattern.compile("(?<![\\w-])(?:" + inside + ")(?![\\w-])", Pattern.CASE_INSENSITIVE)
                    .matcher(text.text())
                    .results()
                    .map(found -> fitting(found.group(), pattern))
                    .findFirst();
        } catch (PatternSyntaxException notOurs) { // schemas speak another dialect
            return Optional.empty();
        }
    }

    /** People write {@code acc-1001} where the schema wants capitals. */
    private static String fitting(String found, String pattern) {
        return Pattern.compile(pattern).matcher(found).find() ? found : found.toUpperCase(Locale.ROOT);
    }

    private static boolean isId(String lower) {
        return lower.endsWith("id")
                || lower.endsWith("number")
                || lower.endsWith("code")
                || lower.endsWith("key")
                || lower.endsWith("reference")
                || Set.of("account", "invoice", "order", "ticket", "customer").contains(lower);
    }

    /**
     * The id whose letters are those of the property's name ({@code INV-7} for {@code invoice_id}). Where none is, the
     * only one there is, unless the property's description shows an example with other letters.
     */
    private static Optional<String> id(Findings text, String lower, JsonNode schema) {
        List<String> ids =
                text.ids().stream().map(id -> id.toUpperCase(Locale.ROOT)).toList();
        String subject = lower.replaceAll("[_-]?(id|number|code|key|reference)$", "");
        Optional<String> named = ids.stream()
                .filter(id -> !subject.isEmpty())
                .filter(id -> subject.startsWith(letters(id)))
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        List<String> examples = Findings.in(schema.path("description").asText("")).ids().stream()
                .map(Arguments::letters)
                .toList();
        return ids.stream()
                .filter(id -> examples.isEmpty() ? ids.size() == 1 : examples.contains(letters(id)))
                .findFirst();
    }

    private static String letters(String id) {
        return id.replaceAll("[^A-Za-z].*", "").toLowerCase(Locale.ROOT);
    }

    /** {@code city} in "the city Oulu" or "city: Oulu"; a place after "in". */
    private static Optional<String> named(Findings text, String lower) {
        String name = Pattern.quote(lower.replace('_', ' '));
        Optional<String> said = Pattern.compile(
                        "(?i:\\b" + name + "\\b)\\s*(?:is|:|=|named|called)?\\s+(\\p{Lu}[\\w-]*)")
                .matcher(text.text())
                .results()
                .map(found -> found.group(1))
                .findFirst();
        if (said.isPresent() || !Set.of("city", "location", "place", "country").contains(lower)) {
            return said;
        }
        return Pattern.compile("\\b(?:in|for|at|near)\\s+(\\p{Lu}[\\p{L}-]+(?: \\p{Lu}[\\p{L}-]+)*)")
                .matcher(text.text())
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static boolean isFreeText(String name, JsonNode schema) {
        return !schema.has("pattern") && !schema.has("format") && FREE_TEXT.contains(name.toLowerCase(Locale.ROOT));
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.path(0).asText() : type.asText("string");
    }
}
