package org.talkoot.proofs.docs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a reference.conf says under {@code talkoot}, in the order in which it stands there. */
final class SettingsOfModule {

    /** A line that takes its value from the environment, if there is one. */
    private static final Pattern FROM_ENVIRONMENT =
            Pattern.compile("^(\\s*[\\w-]+ = )\\$\\{\\?([A-Z0-9_]+)}$", Pattern.MULTILINE);

    private static final String ROOT = "talkoot";

    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, String> variables = new TreeMap<>();

    /**
     * A setting, or a group of them that has a comment of its own.
     *
     * @param standard empty for a group
     * @param variable of the environment; empty when there is none
     */
    record Setting(String path, String standard, String variable, String comment) {}

    private SettingsOfModule(String text) {
        Config variable = parsed(FROM_ENVIRONMENT.matcher(text).replaceAll("$1\"$2\""));
        List<String> named = FROM_ENVIRONMENT
                .matcher(text)
                .results()
                .map(found -> found.group(2))
                .toList();
        variable.entrySet().stream()
                .filter(entry -> named.contains(String.valueOf(entry.getValue().unwrapped())))
                .forEach(entry -> variables.put(
                        entry.getKey(), entry.getValue().unwrapped().toString()));
        Config standard = parsed(FROM_ENVIRONMENT.matcher(text).replaceAll(Matcher.quoteReplacement("")));
        walk(ROOT, standard.getObject(ROOT));
    }

    static List<Setting> in(Path file) {
        try {
            return List.copyOf(new SettingsOfModule(Files.readString(file)).settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Config parsed(String text) {
        return ConfigFactory.parseString(text)
                .resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
    }

    private void walk(String path, ConfigObject group) {
        Stream<Map.Entry<String, ConfigValue>> inOrder = group.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, ConfigValue> entry) -> firstLine(entry.getValue())));
        inOrder.forEach(entry -> add(path + '.' + ConfigUtil.joinPath(entry.getKey()), entry.getValue()));
    }

    private void add(String path, ConfigValue value) {
        String comment = value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
        boolean isGroup = value instanceof ConfigObject object && !object.isEmpty();
        if (!isGroup || !comment.isEmpty()) {
            settings.add(new Setting(path, isGroup ? "" : standard(value), variables.getOrDefault(path, ""), comment));
        }
        if (value instanceof ConfigObject object) {
            walk(path, object);
        }
    }

    private static int firstLine(ConfigValue value) {
        return value instanceof ConfigObject object && !object.isEmpty()
                ? object.values().stream()
                        .mapToInt(SettingsOfModule::firstLine)
                        .min()
                        .orElseThrow()
                : value.origin().lineNumber();
    }

    private static String standard(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? String.valueOf(value.unwrapped())
                : value.render(ConfigRenderOptions.concise());
    }
}
