package org.talkoot.examples.incidentroom;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.talkoot.core.brain.team.Blackboard.Activation;
import org.talkoot.core.brain.team.Blackboard.Finding;
import org.talkoot.core.brain.team.Blackboard.Findings;
import org.talkoot.core.brain.team.Fact;
import org.talkoot.examples.incidentroom.IncidentRoom.Resolution;
import org.talkoot.examples.incidentroom.Morning.Deploy;
import org.talkoot.examples.incidentroom.Morning.Level;
import org.talkoot.examples.incidentroom.Morning.Line;

/**
 * Who says what has to be done, as soon as what is known is enough for it. A service is to blame that has an error and
 * a level that has changed, and either a new version shortly before or a full disk; until then, whoever is called in
 * vain is a suspect.
 */
final class Commander {

    private static final Pattern CALLING = Pattern.compile("calling ([a-z]+)");
    private static final Duration SHORTLY = Duration.ofMinutes(30);
    private static final BigDecimal FULL = new BigDecimal(95);

    private Commander() {}

    static Findings decide(Activation asked) {
        List<Fact> facts =
                Stream.concat(asked.known().stream(), asked.news().stream()).toList();
        List<Fact> errors =
                facts.stream().filter(fact -> fact.kind().equals("log.error")).toList();
        List<Finding> resolved = errors.stream()
                .flatMap(error -> blamed(error, facts).stream())
                .limit(1)
                .toList();
        return new Findings(
                resolved.isEmpty()
                        ? errors.stream()
                                .flatMap(error -> suspect(error).stream())
                                .toList()
                        : resolved);
    }

    /** Who is called in vain may be the one in trouble. */
    private static Optional<Finding> suspect(Fact error) {
        Matcher calling = CALLING.matcher(error.value(Line.class).orElseThrow().text());
        return calling.find()
                ? Optional.of(Finding.of("suspect", calling.group(1), error.name() + " waits for it", error.key()))
                : Optional.empty();
    }

    private static Optional<Finding> blamed(Fact error, List<Fact> facts) {
        String service = error.name();
        Optional<Fact> level = of("level", service, facts);
        return level.flatMap(changed -> of("deploy", service, facts)
                .filter(deploy -> isShortlyBefore(
                        deploy.value(Deploy.class).orElseThrow(),
                        error.value(Line.class).orElseThrow()))
                .map(deploy -> rollback(service, deploy, error, changed))
                .or(() -> Optional.of(changed)
                        .filter(disk -> isFull(disk.value(Level.class).orElseThrow()))
                        .map(disk -> freeSpace(service, error, disk))));
    }

    private static Optional<Fact> of(String kind, String service, List<Fact> facts) {
        return facts.stream()
                .filter(fact -> fact.kind().equals(kind) && fact.name().equals(service))
                .findFirst();
    }

    private static boolean isShortlyBefore(Deploy deploy, Line error) {
        Duration between = Duration.between(deploy.at(), error.at());
        return !between.isNegative() && between.compareTo(SHORTLY) <= 0;
    }

    private static boolean isFull(Level level) {
        return level.what().startsWith("disk") && level.now().compareTo(FULL) >= 0;
    }

    private static Finding rollback(String service, Fact deploy, Fact error, Fact level) {
        Deploy made = deploy.value(Deploy.class).orElseThrow();
        Resolution resolution = new Resolution(
                service,
                "%s was deployed at %s: %s".formatted(made.now(), made.at(), made.change()),
                "roll %s back to %s".formatted(service, made.before()));
        return Finding.of("resolution", service, resolution, deploy.key(), error.key(), level.key());
    }

    private static Finding freeSpace(String service, Fact error, Fact disk) {
        Resolution resolution = new Resolution(service, "its disk is full", "free space for " + service);
        return Finding.of("resolution", service, resolution, error.key(), disk.key());
    }
}
