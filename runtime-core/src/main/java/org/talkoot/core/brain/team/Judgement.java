package org.talkoot.core.brain.team;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.talkoot.core.event.EventPattern;
import org.talkoot.core.schema.DataType;

/**
 * What of an answer may stand on the board: what is news, what is not, and what is refused. For one answer.
 *
 * <p>Each finding is judged by itself, in order; a later one may stand on one before it.
 */
final class Judgement {

    /** How many reasons are given; more do not help anybody. */
    private static final int MOST = 20;

    private static final int LONGEST = 300;

    private static final String VERSION = "[1-9][0-9]{0,8}";

    private final String by;
    private final List<EventPattern> may;
    private final List<BoardRules.Typed> types;
    private final Function<String, Optional<Fact>> seen;
    private final Function<String, Optional<Fact>> latest;
    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, Fact> own = new HashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> refused = new ArrayList<>();

    /**
     * @param by who has found it
     * @param may of which kinds it may be
     * @param seen the version of a fact, by its key, that the source goes by
     * @param latest the latest version
     */
    Judgement(
            String by,
            List<EventPattern> may,
            List<BoardRules.Typed> types,
            Function<String, Optional<Fact>> seen,
            Function<String, Optional<Fact>> latest) {
        this.by = by;
        this.may = may;
        this.types = types;
        this.seen = seen;
        this.latest = latest;
    }

    /** What is no list of findings at all is refused as a whole. */
    Judgement of(String answer) {
        return switch (DataType.of(Blackboard.Findings.class).read(answer)) {
            case DataType.Reading.Fits<Blackboard.Findings>(Blackboard.Findings found) -> of(found);
            case DataType.Reading.Misfits<Blackboard.Findings> misfits -> {
                refuse("It has not answered with findings: " + String.join("; ", misfits.problems()));
                yield this;
            }
        };
    }

    Judgement of(Blackboard.Findings found) {
        found.facts().forEach(this::judge);
        return this;
    }

    private void judge(Blackboard.Finding finding) {
        String key = Fact.key(finding.kind(), finding.name());
        List<String> evidence = new ArrayList<>();
        Optional<String> wrong = Fact.misnamed(finding.kind(), finding.name()).or(() -> unfit(finding, evidence));
        if (wrong.isPresent()) {
            refuse("%s: %s.".formatted(shortened(key), wrong.get()));
            return;
        }
        Optional<Fact> before = Optional.ofNullable(own.get(key)).or(() -> latest.apply(key));
        if (before.isPresent() && Fact.sameValue(before.get().value(), finding.value())) {
            known.add(before.get().id());
            return;
        }
        int version = before.map(Fact::version).orElse(0) + 1;
        Fact fact = new Fact(finding.kind(), finding.name(), version, finding.value(), evidence, by);
        own.put(key, fact);
        facts.add(fact);
    }

    /** @param evidence where what it stands on is put, in its versions */
    private Optional<String> unfit(Blackboard.Finding finding, List<String> evidence) {
        if (!Source.any(may, finding.kind())) {
            return Optional.of("%s may not post that".formatted(by));
        }
        if (finding.value().length() > Fact.LONGEST_VALUE) {
            return Optional.of("its value may have %d characters".formatted(Fact.LONGEST_VALUE));
        }
        for (String on : finding.evidence()) {
            Optional<String> id = idOf(on);
            if (id.isEmpty()) {
                return Optional.of("it stands on %s, which is not on the board".formatted(shortened(on)));
            }
            evidence.add(id.get());
        }
        return types.stream()
                .filter(type -> type.kind().matches(finding.kind()))
                .flatMap(type -> type.problems(finding.value()).stream())
                .findFirst();
    }

    /** Of what is named by its id, or by its key in the version that the source goes by. */
    private Optional<String> idOf(String on) {
        int at = on.lastIndexOf('@');
        if (at < 0) {
            return Optional.ofNullable(own.get(on)).or(() -> seen.apply(on)).map(Fact::id);
        }
        String key = on.substring(0, at);
        String version = on.substring(at + 1);
        return Optional.ofNullable(own.get(key))
                .or(() -> latest.apply(key))
                .filter(fact -> version.matches(VERSION) && Integer.parseInt(version) <= fact.version())
                .map(fact -> on);
    }

    private void refuse(String why) {
        if (refused.size() < MOST) {
            refused.add(shortened(why));
        } else if (refused.size() == MOST) {
            refused.add("And more.");
        }
    }

    static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    List<Fact> facts() {
        return List.copyOf(facts);
    }

    List<String> known() {
        return List.copyOf(known);
    }

    List<String> refused() {
        return List.copyOf(refused);
    }
}
