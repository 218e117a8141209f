package org.talkoot.eval.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.eval.suite.ToolRules;
import org.talkoot.eval.suite.ToolRules.Rule;
import org.talkoot.eval.suite.ToolRules.Stub;

/** Reads what becomes of calls of tools. */
final class ToolParts {

    private static final String REAL = "real";

    private ToolParts() {}

    static ToolRules rules(YamlValue value) {
        if (value.isText()) {
            requireReal(value);
            return new ToolRules(Map.of(), true);
        }
        Map<String, Rule> rules = new LinkedHashMap<>();
        value.map().all().forEach(tool -> rules.put(tool.name(), rule(tool)));
        return new ToolRules(rules, false);
    }

    private static Rule rule(YamlValue value) {
        if (value.isText()) {
            requireReal(value);
            return new Rule.Real();
        }
        List<Stub> stubs = value.oneOrMore().stream().map(ToolParts::stub).toList();
        if (stubs.isEmpty()) {
            throw value.refused("'%s' has nothing to say".formatted(value.name()));
        }
        return new Rule.Stubbed(stubs);
    }

    private static void requireReal(YamlValue value) {
        if (!value.text().equals(REAL)) {
            throw value.refused("'%s' is 'real', or says what is returned: {returns: ...}; not '%s'"
                    .formatted(value.name(), value.text()));
        }
    }

    private static Stub stub(YamlValue value) {
        YamlMap map = value.map();
        Optional<JsonNode> with = map.optional("with").map(ToolParts::object);
        Optional<YamlValue> returns = map.optional("returns");
        Optional<YamlValue> fails = map.optional("fails");
        Optional<YamlValue> says = map.optional("says");
        map.requireNothingElse();
        if (returns.isPresent() == fails.isPresent()) {
            throw value.refused("'%s' says what it returns, or how it fails".formatted(value.name()));
        }
        return fails.map(code ->
                        new Stub(with, says.map(YamlValue::text).orElseGet(code::text), Optional.of(code.words())))
                .orElseGet(() -> new Stub(with, returned(returns.orElseThrow()), Optional.empty()));
    }

    /** A text as it is; anything else as JSON. */
    private static String returned(YamlValue value) {
        return value.isText() ? value.text() : value.json().toString();
    }

    /** Arguments, or some of them. */
    static JsonNode object(YamlValue value) {
        if (!value.isMap()) {
            throw value.refused("'%s' has named arguments".formatted(value.name()));
        }
        return value.json();
    }
}
