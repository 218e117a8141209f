package org.talkoot.eval.yaml;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.eval.suite.ModelSetup;

/**
 * Reads which models take part: the name of one that a node knows, or all that it has to know of one. What it has to
 * know becomes settings of the node, so a model is asked, limited and charged for as everywhere else.
 */
final class ModelParts {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");
    private static final String OFFLINE = "offline";
    private static final String OFFLINE_MODEL = "offline/keywords";

    /** A price is of a million tokens; the node counts in millionths. */
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private ModelParts() {}

    static ModelSetup setup(YamlValue value, Map<String, String> environment) {
        String name = value.name();
        if (!NAME.matcher(name).matches()) {
            throw value.refused("a model's name here is of a-z 0-9 _ . -, not '%s'".formatted(name));
        }
        if (value.isText()) {
            String asked = filled(value, environment);
            return new ModelSetup(name, asked.equals(OFFLINE) ? OFFLINE_MODEL : asked, Map.of(), value.at());
        }
        YamlMap map = value.map();
        Map<String, Object> settings = new LinkedHashMap<>();
        String asked = asked(map, "eval-" + name.replace('.', '-'), settings, environment);
        map.optional("price").ifPresent(price -> prices(price.map(), asked, settings));
        map.optional("settings").ifPresent(more -> settings(more.map(), settings, environment));
        map.requireNothingElse();
        return new ModelSetup(name, asked, settings, value.at());
    }

    /** A provider of its own, if it says where that is. */
    private static String asked(
            YamlMap map, String provider, Map<String, Object> settings, Map<String, String> environment) {
        String model = filled(map.required("model"), environment);
        Optional<YamlValue> url = map.optional("base-url");
        Optional<YamlValue> key = map.optional("api-key");
        Optional<YamlValue> protocol = map.optional("protocol");
        if (url.isEmpty() && key.isEmpty() && protocol.isEmpty()) {
            return model.equals(OFFLINE) ? OFFLINE_MODEL : model;
        }
        String at = "talkoot.models.providers." + provider + '.';
        settings.put(at + "protocol", protocol.map(YamlValue::text).orElse("openai"));
        settings.put(
                at + "base-url", url.map(value -> filled(value, environment)).orElse(""));
        settings.put(
                at + "api-key", key.map(value -> filled(value, environment)).orElse(""));
        settings.put(at + "model", model);
        return provider + '/' + model;
    }

    private static void prices(YamlMap price, String model, Map<String, Object> settings) {
        Map<String, Object> both =
                Map.of("input", micros(price.required("input")), "output", micros(price.required("output")));
        price.requireNothingElse();
        settings.put("talkoot.models.prices.\"" + model + '"', both);
    }

    private static long micros(YamlValue value) {
        BigDecimal price = value.number();
        if (price.signum() < 0) {
            throw value.refused("a price is not negative");
        }
        try {
            return price.multiply(MILLION).longValueExact();
        } catch (ArithmeticException e) {
            throw value.refused("a price has six digits behind the point at most, not " + price);
        }
    }

    private static void settings(YamlMap more, Map<String, Object> settings, Map<String, String> environment) {
        for (YamlValue each : more.all()) {
            if (!each.name().startsWith("talkoot.models.")) {
                throw each.refused(
                        "the settings of a model begin with talkoot.models., not '%s'".formatted(each.name()));
            }
            settings.put(
                    each.name(),
                    each.isList()
                            ? each.list().stream()
                                    .map(one -> filled(one, environment))
                                    .toList()
                            : filled(each, environment));
        }
    }

    /** With what the environment says, so that no key stands in a file. */
    private static String filled(YamlValue value, Map<String, String> environment) {
        Matcher variables = VARIABLE.matcher(value.words());
        StringBuilder filled = new StringBuilder();
        while (variables.find()) {
            String known = environment.getOrDefault(variables.group(1), variables.group(2));
            if (known == null) {
                throw value.refused("'%s' takes %s from the environment, and it is not set"
                        .formatted(value.name(), variables.group(1)));
            }
            variables.appendReplacement(filled, Matcher.quoteReplacement(known));
        }
        return variables.appendTail(filled).toString();
    }
}
