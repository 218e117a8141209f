package org.talkoot.examples.incidentroom;

import dev.langchain4j.agent.tool.Tool;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.tool.SideEffect;

/** What was written down on the morning of the 14th: by services, by whoever deploys them, and by a clock each hour. */
public final class Morning {

    private static final String LOG = """
            08:12 INFO  checkout  started v17
            08:40 WARN  search    merge took 41 s
            09:20 INFO  catalog   prices loaded, 11,204 of them
            09:51 INFO  payments  started v41
            09:57 WARN  payments  4 of 5 connections to the bank are busy
            09:58 ERROR payments  no connection to the bank within 2,000 ms
            09:58 ERROR checkout  timeout calling payments
            09:59 ERROR checkout  timeout calling payments
            10:03 ERROR payments  no connection to the bank within 2,000 ms
            10:31 WARN  search    merge postponed
            10:44 ERROR search    no space left on /data
            10:45 ERROR search    no space left on /data
            10:46 ERROR catalog   timeout calling search
            11:02 INFO  mail      queue is empty
            """;

    private static final String DEPLOYS = """
            08:10 checkout v16 v17 the button is green
            09:50 payments v40 v41 pool of connections from 50 to 5
            06:30 catalog  v8  v9  prices with four digits
            """;

    private static final String LEVELS = """
            09:58 checkout orders that fail in percent: 0.2 14
            09:58 payments waiting for the bank in ms: 120 2400
            10:44 search   disk in percent: 93 100
            10:46 catalog  pages without results in percent: 1 64
            11:00 mail     messages in the queue: 3 2
            """;

    /** What tools are asked about. */
    record Service(String service) {}

    /** A line of a log. */
    record Line(LocalTime at, String level, String service, String text) {

        private static Line of(String line) {
            String[] parts = line.split("\\s+", 4);
            return new Line(LocalTime.parse(parts[0]), parts[1], parts[2], parts[3]);
        }
    }

    record Lines(List<Line> lines) {}

    /** A version of a service that was put in the place of another. */
    record Deploy(LocalTime at, String service, String before, String now, String change) {

        private static Deploy of(String line) {
            String[] parts = line.split("\\s+", 5);
            return new Deploy(LocalTime.parse(parts[0]), parts[1], parts[2], parts[3], parts[4]);
        }
    }

    record Deploys(List<Deploy> deploys) {}

    /** What a clock has found to be other than an hour before. */
    record Level(LocalTime at, String service, String what, BigDecimal before, BigDecimal now) {

        private static Level of(String line) {
            String[] parts = line.split("\\s+", 3);
            String[] levels = parts[2].substring(parts[2].indexOf(": ") + 2).split(" ", -1);
            return new Level(
                    LocalTime.parse(parts[0]),
                    parts[1],
                    parts[2].substring(0, parts[2].indexOf(": ")),
                    new BigDecimal(levels[0]),
                    new BigDecimal(levels[1]));
        }
    }

    record Levels(List<Level> levels) {}

    @Tool(name = "log_of", value = "What a service has written into its log")
    @SideEffects(SideEffect.READ_ONLY)
    Lines logOf(String service) {
        return new Lines(lines().filter(line -> line.service().equals(service)).toList());
    }

    @Tool(name = "deploys_of", value = "Which versions of a service were deployed")
    @SideEffects(SideEffect.READ_ONLY)
    Deploys deploysOf(String service) {
        return new Deploys(DEPLOYS.lines()
                .map(Deploy::of)
                .filter(deploy -> deploy.service().equals(service))
                .toList());
    }

    @Tool(name = "levels_of", value = "What has been measured of a service and changed")
    @SideEffects(SideEffect.READ_ONLY)
    Levels levelsOf(String service) {
        return new Levels(LEVELS.lines()
                .map(Level::of)
                .filter(level -> level.service().equals(service))
                .toList());
    }

    private static Stream<Line> lines() {
        return LOG.lines().map(Line::of);
    }

    /** The services that there are. */
    static SequencedSet<String> services() {
        SequencedSet<String> services = new LinkedHashSet<>();
        lines().forEach(line -> services.add(line.service()));
        return services;
    }

    /** Those that a text names, in the order of the text. */
    static List<String> namedIn(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+", -1))
                .filter(services()::contains)
                .distinct()
                .toList();
    }
}
