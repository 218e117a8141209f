package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.agents.tool.method.AnnotatedTools;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;

/** Dates and numbers get from the model's text to the method and back as they are. */
final class TextTypesTest {

    record Times(
            LocalDate date,
            LocalTime time,
            LocalDateTime local,
            Instant instant,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            Year year,
            YearMonth yearMonth,
            MonthDay monthDay,
            ZoneId zone,
            ZoneOffset zoneOffset,
            DayOfWeek day,
            Month month) {}

    record Numbers(BigDecimal decimal, BigInteger integer, long whole, double real) {}

    record Line(LocalDate due, List<BigDecimal> amounts) {}

    static final class Echo {

        @dev.langchain4j.agent.tool.Tool("Says what it was given.")
        Times times(Times given) {
            return given;
        }

        @dev.langchain4j.agent.tool.Tool("Says what it was given.")
        Numbers numbers(Numbers given) {
            return given;
        }

        @dev.langchain4j.agent.tool.Tool("Says what it was given.")
        String plain(LocalDate day, Optional<Instant> at, List<Line> lines, BigDecimal amount, long id) {
            return day + " " + at.map(Instant::toString).orElse("-") + " " + lines + " " + amount + " " + id;
        }
    }

    private final List<Tool> tools = AnnotatedTools.of(new Echo());

    static Stream<Times> times() {
        return IntStream.range(0, 200).mapToObj(seed -> times(new Random(seed)));
    }

    private static Times times(Random random) {
        LocalDateTime local = LocalDateTime.of(
                        1900 + random.nextInt(300),
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        random.nextInt(60))
                .plusSeconds(random.nextInt(60))
                .plusNanos(random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(900 * (random.nextInt(96) - 48));
        ZoneId zone = ZoneId.of(List.of("Europe/Helsinki", "Asia/Tokyo", "UTC").get(random.nextInt(3)));
        return new Times(
                local.toLocalDate(),
                local.toLocalTime(),
                local,
                local.toInstant(offset),
                local.atOffset(offset),
                local.atZone(zone),
                Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000)),
                Period.of(random.nextInt(50) - 25, random.nextInt(12), random.nextInt(31)),
                Year.of(random.nextInt(9999)),
                YearMonth.from(local),
                MonthDay.from(local),
                zone,
                offset,
                local.getDayOfWeek(),
                local.getMonth());
    }

    @ParameterizedTest
    @MethodSource("times")
    void allOfJavaTimeGoesThroughAToolAsIsoText(Times given) throws Exception {
        String text = Arguments.write(given);

        ToolResult result = invoke("times", "{\"given\":" + text + "}");

        assertThat(result).isEqualTo(ToolResult.success(text));
        assertThat(Arguments.JSON.readValue(text, Times.class)).isEqualTo(given);
        assertThat(Arguments.parse(text)).allMatch(JsonNode::isTextual);
    }

    static Stream<Numbers> numbers() {
        return IntStream.range(0, 200)
                .mapToObj(Random::new)
                .map(random -> new Numbers(
                        new BigDecimal(new BigInteger(20 + random.nextInt(300), random), random.nextInt(40)),
                        new BigInteger(20 + random.nextInt(300), random).negate(),
                        random.nextLong(),
                        random.nextGaussian()));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyDigitArrivesWhetherWrittenAsNumberOrAsText(Numbers given) throws Exception {
        String numbers = Arguments.write(given);
        String texts = "{\"decimal\":\"%s\",\"integer\":\"%s\",\"whole\":%d,\"real\":%s}"
                .formatted(given.decimal().toPlainString(), given.integer(), given.whole(), given.real());

        assertThat(invoke("numbers", "{\"given\":" + numbers + "}")).isEqualTo(ToolResult.success(numbers));
        assertThat(invoke("numbers", "{\"given\":" + texts + "}")).isEqualTo(ToolResult.success(numbers));
    }

    @Test
    void textsAreAdvertisedAtEveryDepth() throws Exception {
        JsonNode schema = schema("plain").path("properties");

        assertThat(schema.at("/day/type").asText()).isEqualTo("string");
        assertThat(schema.at("/day/description").asText()).contains("2026-11-21");
        assertThat(schema.at("/at/type").asText()).isEqualTo("string");
        assertThat(schema.at("/lines/items/properties/due/type").asText()).isEqualTo("string");
        assertThat(schema.at("/lines/items/properties/amounts/items/type/0").asText())
                .isEqualTo("string");
        assertThat(schema.at("/id/type").asText()).isEqualTo("integer");
        assertThat(schema("times").toString()).doesNotContain("\"nano\"", "\"seconds\"");
    }

    @Test
    void nestedValuesArriveToo() throws Exception {
        assertThat(invoke("plain", """
                                {"day":"2026-11-21","at":"2026-11-21T08:30:00Z","amount":"12.30",
                                 "lines":[{"due":"2026-12-24","amounts":["1.10",2.20]}],
                                 "id":9007199254740993}
                                """))
                .isEqualTo(ToolResult.success("2026-11-21 2026-11-21T08:30:00Z [Line[due=2026-12-24,"
                        + " amounts=[1.10, 2.20]]] 12.30 9007199254740993"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tomorrow\"",
                "\"2026-11-31\"",
                "\"2026-11-21T10:00:00Z\"",
                "\"\"",
                "20261121",
                "{\"year\":2026,\"month\":11,\"day\":21}"
            })
    void whatIsNoDateIsRefusedInWordsThatNameNoClass(String day) throws Exception {
        String arguments = "{\"day\":%s,\"lines\":[],\"amount\":1,\"id\":1}".formatted(day);

        Optional<String> violation = RegisteredTool.of(tool("plain")).violation(arguments);
        ToolResult result = violation.isPresent()
                ? ToolResult.failure("invalid-arguments", violation.get())
                : invoke("plain", arguments);

        assertThat(result.text()).contains("invalid-arguments", "day").doesNotContain("java.", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":1,\"id\":2}", "{} {}", "{}x", "", "{\"id\":NaN}"})
    void argumentsThatCanBeReadInTwoWaysAreRefused(String arguments) {
        assertThat(RegisteredTool.of(tool("plain")).violation(arguments)).isPresent();
    }

    private JsonNode schema(String name) throws Exception {
        return Arguments.parse(((ToolInput.Json) tool(name).spec().input()).schema());
    }

    private Tool tool(String name) {
        return tools.stream()
                .filter(t -> t.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ToolResult invoke(String name, String arguments) throws Exception {
        RunId run = RunId.parse("r-1");
        AgentId agent = AgentId.in(ConversationId.of("c1"), new AgentType("worker"));
        assertThat(RegisteredTool.of(tool(name)).violation(arguments)).isEmpty();
        return tool(name)
                .invoke(new ToolCall(CallId.of(1), name, arguments), new ToolContext(agent, run, CallId.of(1)));
    }
}
