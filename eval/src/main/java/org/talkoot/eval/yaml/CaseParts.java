package org.talkoot.eval.yaml;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.eval.suite.Bounds;
import org.talkoot.eval.suite.Check;
import org.talkoot.eval.suite.EvalCase;
import org.talkoot.eval.suite.EvalCase.Saying;
import org.talkoot.eval.suite.ToolRules;

/**
 * Reads cases, which have what their suite says where they say nothing.
 *
 * @param canJudge whether there is a judge
 */
record CaseParts(ToolRules tools, Duration time, int passes, boolean canJudge) {

    EvalCase read(YamlValue value) {
        YamlMap map = value.map();
        String name = map.required("name").words();
        Optional<String> agent = map.optional("agent").map(YamlValue::words);
        Map<String, String> attributes =
                map.optional("attributes").map(CaseParts::texts).orElse(Map.of());
        List<Saying> messages = messages(map, agent, attributes);
        Duration own =
                map.optional("time").map(given -> given.time(Bounds.LONGEST)).orElse(time);
        ToolRules rules = map.optional("tools")
                .map(given -> ToolParts.rules(given).over(tools))
                .orElse(tools);
        List<Check> checks = map.optional("checks").map(YamlValue::list).orElse(List.of()).stream()
                .map(check -> new CheckParts(messages.size(), canJudge).read(check))
                .toList();
        EvalCase read = new EvalCase(
                name,
                value.at(),
                own,
                map.optional("passes").map(SuiteFile::share).orElse(passes),
                map.optional("caller").map(CaseParts::caller),
                messages,
                rules,
                checks);
        map.requireNothingElse();
        return read;
    }

    /** One, or several; the first brings the agent and the attributes of the case. */
    private static List<Saying> messages(YamlMap map, Optional<String> agent, Map<String, String> attributes) {
        YamlValue value = map.required("messages");
        List<YamlValue> all = value.oneOrMore();
        if (all.isEmpty()) {
            throw value.refused("nothing is said");
        }
        return IntStream.range(0, all.size())
                .mapToObj(i -> i == 0
                        ? message(all.getFirst(), agent, attributes)
                        : message(all.get(i), Optional.empty(), Map.of()))
                .toList();
    }

    private static Saying message(YamlValue value, Optional<String> agent, Map<String, String> attributes) {
        if (value.isText()) {
            return new Saying(value.words(), agent, attributes);
        }
        YamlMap map = value.map();
        Map<String, String> known = new LinkedHashMap<>(attributes);
        map.optional("attributes").map(CaseParts::texts).ifPresent(known::putAll);
        Saying saying = new Saying(
                map.required("text").words(),
                map.optional("agent").map(YamlValue::words).or(() -> agent),
                known);
        map.requireNothingElse();
        return saying;
    }

    private static Caller caller(YamlValue value) {
        YamlMap map = value.map();
        TenantId tenant;
        try {
            tenant = map.optional("tenant")
                    .map(YamlValue::text)
                    .map(TenantId::new)
                    .orElse(TenantId.DEFAULT);
            Caller caller = new Caller(
                    tenant,
                    map.required("user").words(),
                    map.optional("roles").map(YamlValue::list).orElse(List.of()).stream()
                            .map(YamlValue::words)
                            .toList(),
                    map.optional("attributes").map(CaseParts::texts).orElse(Map.of()));
            map.requireNothingElse();
            return caller;
        } catch (IllegalArgumentException e) {
            throw value.refused("nobody is such a caller: " + e.getMessage());
        }
    }

    private static Map<String, String> texts(YamlValue value) {
        Map<String, String> texts = new LinkedHashMap<>();
        value.map().all().forEach(each -> texts.put(each.name(), each.text()));
        return texts;
    }
}
