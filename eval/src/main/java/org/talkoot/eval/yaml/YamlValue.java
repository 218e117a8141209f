package org.talkoot.eval.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.eval.suite.Place;
import org.talkoot.eval.suite.SuiteException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file, which knows where it stands and what it is called. Reading it as something that it is not is
 * refused with its place.
 */
final class YamlValue {

    private static final int DEEPEST = 32;
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,18})(\\.\\d{1,18})?");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String file;
    private final String name;
    private final Node node;
    private final int line;

    YamlValue(String file, String name, Node node) {
        this(file, name, node, node.getStartMark().getLine() + 1);
    }

    /** @param line where its name stands, which a value may begin below of */
    private YamlValue(String file, String name, Node node, int line) {
        this.file = file;
        this.name = name;
        this.node = node;
        this.line = line;
    }

    String name() {
        return name;
    }

    Place at() {
        return new Place(file, line);
    }

    SuiteException refused(String why) {
        return SuiteException.at(at(), why);
    }

    boolean isText() {
        return node instanceof ScalarNode && !isNull();
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    private boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    /** A text as it is written, also one that looks like a number. */
    String text() {
        if (!isText()) {
            throw refused("'%s' is a text, not %s".formatted(name, kind()));
        }
        return ((ScalarNode) node).getValue();
    }

    /** A text that says something. */
    String words() {
        String text = text();
        if (text.isBlank()) {
            throw refused("'%s' is empty".formatted(name));
        }
        return text;
    }

    BigDecimal number() {
        String text = text();
        if (!NUMBER.matcher(text).matches()) {
            throw refused("'%s' is a number, not '%s'".formatted(name, text));
        }
        return new BigDecimal(text);
    }

    int integer(int least, int most) {
        BigDecimal number = number();
        if (number.stripTrailingZeros().scale() > 0
                || number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw refused("'%s' is a whole number from %d to %d, not %s".formatted(name, least, most, number));
        }
        return number.intValue();
    }

    Duration time(Duration longest) {
        Matcher written = TIME.matcher(text());
        if (!written.matches()) {
            throw refused("'%s' is a time such as 500ms, 30s or 2m, not '%s'".formatted(name, text()));
        }
        long amount = Long.parseLong(written.group(1));
        Duration time = switch (written.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
        if (!time.isPositive() || time.compareTo(longest) > 0) {
            throw refused("'%s' is at most %d minutes, and more than nothing".formatted(name, longest.toMinutes()));
        }
        return time;
    }

    List<YamlValue> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw refused("'%s' is a list, not %s".formatted(name, kind()));
        }
        List<YamlValue> all = new ArrayList<>();
        for (Node each : sequence.getValue()) {
            all.add(new YamlValue(file, name, each));
        }
        return all;
    }

    /** A list, or the one thing that would stand in it. */
    List<YamlValue> oneOrMore() {
        return isList() ? list() : List.of(this);
    }

    YamlMap map() {
        if (!(node instanceof MappingNode mapping)) {
            throw refused("'%s' has named parts, and is not %s".formatted(name, kind()));
        }
        YamlMap map = new YamlMap(this);
        for (NodeTuple each : mapping.getValue()) {
            YamlValue key = new YamlValue(file, name, each.getKeyNode());
            map.put(new YamlValue(file, key.text(), each.getValueNode(), key.line));
        }
        return map;
    }

    /** As JSON: what looks like a number is one unless it stands in quotes. */
    JsonNode json() {
        return json(node, 0);
    }

    private JsonNode json(Node some, int depth) {
        if (depth > DEEPEST) {
            throw refused("'%s' is deeper than %d levels".formatted(name, DEEPEST));
        }
        return switch (some) {
            case SequenceNode sequence -> {
                ArrayNode array = JSON.arrayNode();
                sequence.getValue().forEach(each -> array.add(json(each, depth + 1)));
                yield array;
            }
            case MappingNode mapping -> {
                ObjectNode object = JSON.objectNode();
                new YamlValue(file, name, mapping)
                        .map()
                        .all()
                        .forEach(each -> object.set(each.name(), json(each.node, depth + 1)));
                yield object;
            }
            case ScalarNode scalar -> json(scalar);
            default -> throw refused("'%s' cannot be read".formatted(name));
        };
    }

    private static JsonNode json(ScalarNode scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return JSON.textNode(text);
        }
        return switch (text) {
            case "true" -> JSON.booleanNode(true);
            case "false" -> JSON.booleanNode(false);
            case "null", "~", "" -> JSON.nullNode();
            default -> NUMBER.matcher(text).matches() ? JSON.numberNode(new BigDecimal(text)) : JSON.textNode(text);
        };
    }

    private String kind() {
        return switch (node) {
            case MappingNode map -> "something with named parts";
            case SequenceNode list -> "a list";
            case Node other -> isNull() ? "nothing" : "'" + ((ScalarNode) other).getValue() + "'";
        };
    }
}
