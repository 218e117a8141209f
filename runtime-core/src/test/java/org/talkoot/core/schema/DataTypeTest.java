package org.talkoot.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.schema.DataType.Reading;
import org.talkoot.core.schema.Shapes.Claim;
import org.talkoot.core.schema.Shapes.Contact;
import org.talkoot.core.schema.Shapes.Decision;
import org.talkoot.core.schema.Shapes.Desk;
import org.talkoot.core.schema.Shapes.Peril;
import org.talkoot.core.schema.Shapes.Primitives;
import org.talkoot.core.schema.Shapes.Range;
import org.talkoot.core.schema.Shapes.Tree;

final class DataTypeTest {

    private static final String CLAIM = """
            {"policy":"P-123","amount":12.50,"peril":"FIRE","day":"2026-11-21","items":["roof"],\
            "contact":{"name":"Ada","age":36},"note":"soon","urgent":true}""";

    @Test
    void aRecordIsAnObjectWithEverythingThatItsComponentsSay() {
        assertThat(DataType.of(Claim.class).schema()).isEqualTo("""
                {"type":"object","description":"What happened.","properties":{\
                "policy":{"type":"string","pattern":"^(?:P-\\\\d{3})$","description":"As on the policy."},\
                "amount":{"type":"number","minimum":0,"maximum":1000000},\
                "peril":{"type":"string","enum":["FIRE","WATER"]},\
                "day":{"type":"string","description":"The day of the damage. (date as in ISO 8601: 2026-11-21)"},\
                "items":{"type":"array","items":{"type":"string","minLength":1},"maxItems":3},\
                "contact":{"type":"object","properties":{"name":{"type":"string"},\
                "age":{"type":"integer","minimum":18}},"required":["name","age"],"additionalProperties":false},\
                "note":{"type":"string"},"urgent":{"type":"boolean"}},\
                "required":["policy","amount","peril","day","items","urgent"],"additionalProperties":false}""");
    }

    @Test
    void aSealedInterfaceIsOneOfItsRecordsByName() {
        assertThat(DataType.of(Decision.class).schema()).isEqualTo("""
                {"anyOf":[\
                {"type":"object","properties":{"type":{"type":"string","enum":["Pay"]},\
                "cents":{"type":"integer","minimum":1}},"required":["type","cents"],"additionalProperties":false},\
                {"type":"object","properties":{"type":{"type":"string","enum":["Refuse"]},\
                "reason":{"type":"string"}},"required":["type","reason"],"additionalProperties":false},\
                {"type":"object","properties":{"type":{"type":"string","enum":["Until"]},\
                "time":{"type":"string","description":"date-time as in ISO 8601: 2026-11-21T08:30:00Z"}},\
                "required":["type","time"],"additionalProperties":false}]}""");
    }

    @Test
    void aTypeThatContainsItselfIsDefinedOnce() {
        assertThat(DataType.of(Tree.class).schema()).isEqualTo("""
                {"$ref":"#/$defs/Tree","$defs":{"Tree":{"type":"object","properties":{"name":{"type":"string"},\
                "below":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},"required":["name","below"],\
                "additionalProperties":false}}}""");
        assertThat(read(Tree.class, "{\"name\":\"a\",\"below\":[{\"name\":\"b\",\"below\":[]}]}"))
                .isEqualTo(new Tree("a", List.of(new Tree("b", List.of()))));
        assertThat(problems(Tree.class, "{\"name\":\"a\",\"below\":[{\"name\":1,\"below\":[]}]}"))
                .containsExactly("$.below[0].name must be a string, but is a number");
    }

    @Test
    void aValueIsReadWithAllItsDigits() {
        assertThat(read(Claim.class, CLAIM))
                .isEqualTo(new Claim(
                        "P-123",
                        new BigDecimal("12.50"),
                        Peril.FIRE,
                        LocalDate.of(2026, 11, 21),
                        List.of("roof"),
                        Optional.of(new Contact("Ada", 36)),
                        "soon",
                        true));
    }

    @Test
    void whatIsOptionalOrNullableMayBeMissingOrNull() {
        Claim without = new Claim(
                "P-123", BigDecimal.ONE, Peril.WATER, LocalDate.EPOCH, List.of(), Optional.empty(), null, false);
        String text =
                "{\"policy\":\"P-123\",\"amount\":1,\"peril\":\"WATER\",\"day\":\"1970-01-01\",\"items\":[],%s\"urgent\":false}";
        assertThat(read(Claim.class, text.formatted(""))).isEqualTo(without);
        assertThat(read(Claim.class, text.formatted("\"contact\":null,\"note\":null,")))
                .isEqualTo(without);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(Decision.class, new Decision.Pay(5)),
                arguments(Decision.class, new Decision.Wait.Until(Instant.EPOCH)),
                arguments(
                        Primitives.class,
                        new Primitives((byte) 1, (short) -2, 3, Long.MIN_VALUE, 1.5f, -0.1, Boolean.TRUE)),
                arguments(Range.class, new Range(1, 2)));
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void whatIsWrittenIsReadBack(Class<T> type, T value) {
        assertThat(read(type, DataType.of(type).write(value))).isEqualTo(value);
    }

    @Test
    void collectionsKeepTheirOrder() {
        Desk desk = new Desk(
                new Decision.Refuse("no"),
                Map.of("a", 0.5),
                new LinkedHashSet<>(List.of(Peril.WATER, Peril.FIRE)),
                new int[] {3, 1});
        String text = DataType.of(desk).write(desk);
        assertThat(text)
                .isEqualTo("{\"decision\":{\"type\":\"Refuse\",\"reason\":\"no\"},\"scores\":{\"a\":0.5},"
                        + "\"perils\":[\"WATER\",\"FIRE\"],\"counts\":[3,1]}");
        Desk back = read(Desk.class, text);
        assertThat(back.perils()).containsExactly(Peril.WATER, Peril.FIRE);
        assertThat(back.counts()).containsExactly(3, 1);
        assertThat(DataType.of(back).write(back)).isEqualTo(text);
    }

    /** One thing is wrong in each, and the words name it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"P-123\" | \"P-12\" | $.policy must match P-\\d{3}, but is \"P-12\"",
                "\"P-123\" | \"xP-123\" | $.policy must match P-\\d{3}, but is \"xP-123\"",
                "\"P-123\" | 5 | $.policy must be a string, but is a number",
                "12.50 | -0.01 | $.amount must be at least 0, but is -0.01",
                "12.50 | 1000000.1 | $.amount must be at most 1000000, but is 1000000.1",
                "12.50 | \"12.50\" | $.amount must be a number, but is a string",
                "\"FIRE\" | \"fire\" | $.peril must be one of [FIRE, WATER], but is \"fire\"",
                "2026-11-21 | 21.11.2026 | $.day is \"21.11.2026\", which is not a date as in ISO 8601: 2026-11-21",
                "2026-11-21 | 2026-02-30 | $.day is \"2026-02-30\", which is not a date as in ISO 8601: 2026-11-21",
                "[\"roof\"] | [\"a\",\"b\",\"c\",\"d\"] | $.items must have 0 to 3 elements, but has 4",
                "[\"roof\"] | [\"a\",\"\"] | $.items[1] must have at least 1 characters, but has 0",
                "[\"roof\"] | \"roof\" | $.items must be an array, but is a string",
                "36 | 17 | $.contact.age must be at least 18, but is 17",
                "36 | 36.5 | $.contact.age must be a whole number, but is 36.5",
                "36 | 3000000000 | $.contact.age is beyond what int holds",
                ",\"age\":36 | '' | $.contact.age is missing",
                "\"name\":\"Ada\" | \"name\":null | $.contact.name must be a string, but is null",
                "\"urgent\":true | \"urgent\":\"yes\" | $.urgent must be a boolean, but is a string",
                "\"urgent\":true | \"urgent\":true,\"sure\":1 | $.sure is not known here",
                ",\"urgent\":true | '' | $.urgent is missing",
                "true} | true} thanks | $ is not JSON: there is more after the value at character 148",
                "\"urgent\":true | \"urgent\":true,\"urgent\":true | $ is not JSON: the name 'urgent' is there twice at character 147"
            })
    void eachMutationIsFoundAndSaidInWords(String right, String wrong, String problem) {
        assertThat(problems(Claim.class, CLAIM.replace(right, wrong))).containsExactly(problem);
    }

    @Test
    void aVariantThatIsNotKnownIsSaid() {
        assertThat(problems(Decision.class, "{\"type\":\"Sue\"}"))
                .containsExactly("$.type must be one of [Pay, Refuse, Until], but is \"Sue\"");
        assertThat(problems(Decision.class, "{\"cents\":5}"))
                .containsExactly("$.type must be one of [Pay, Refuse, Until], but is missing");
        assertThat(problems(Decision.class, "[]")).containsExactly("$ must be an object, but is an array");
    }

    @Test
    void aConstructorMayRefuseWhatTheSchemaLetsThrough() {
        assertThat(problems(Range.class, "{\"from\":2,\"to\":1}")).containsExactly("$ is refused: from is above to");
    }

    @Test
    void manyProblemsAreSaidOnlyInPart() {
        String many = "{\"name\":\"a\",\"below\":[%s]}".formatted(String.join(",", Collections.nCopies(50, "1")));
        assertThat(problems(Tree.class, many)).hasSize(10);
    }

    record Odd(Object any) {}

    record Keys(Map<Peril, String> map) {}

    record Bound(@Within(min = 1) String text) {}

    record Backwards(@Size(min = 3, max = 1) String text) {}

    record BadPattern(@Matching("[") String text) {}

    record Generic<T>(T value) {}

    record OfGeneric(Generic<String> value) {}

    record RawList(@SuppressWarnings("rawtypes") List list) {}

    record Sized(@Size(max = 1) boolean flag) {}

    enum Empty {}

    record OfEmpty(Empty none) {}

    sealed interface Told {
        record Typed(String type) implements Told {}
    }

    sealed interface Classy permits Plain {}

    static final class Plain implements Classy {}

    @ParameterizedTest
    @MethodSource("impossible")
    void whatNoSchemaCanSayIsRefusedInWords(Class<?> type, String words) {
        assertThatThrownBy(() -> DataType.of(type))
                .isInstanceOf(NoSchemaException.class)
                .hasMessageContaining(words);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                arguments(String.class, "is not a record"),
                arguments(Peril.class, "is not a record"),
                arguments(Odd.class, "Odd.any has the type java.lang.Object, which no schema can say"),
                arguments(Keys.class, "Keys.map has the keys"),
                arguments(Bound.class, "Bound.text has @Within, which is for numbers"),
                arguments(Sized.class, "Sized.flag has @Size, which is for"),
                arguments(Backwards.class, "Backwards.text has @Size that nothing fits"),
                arguments(BadPattern.class, "BadPattern.text has @Matching that nothing fits"),
                arguments(Generic.class, "has type parameters"),
                arguments(OfGeneric.class, "has type parameters"),
                arguments(RawList.class, "RawList.list has the type java.util.List"),
                arguments(OfEmpty.class, "has no constants"),
                arguments(Told.class, "has a component 'type'"),
                arguments(Classy.class, "neither a record nor sealed"));
    }

    private static <T> T read(Class<T> type, String text) {
        return switch (DataType.of(type).read(text)) {
            case Reading.Fits<T> fits -> fits.value();
            case Reading.Misfits<T> misfits -> throw new AssertionError(misfits.problems());
        };
    }

    private static List<String> problems(Class<?> type, String text) {
        return switch (DataType.of(type).read(text)) {
            case Reading.Fits<?> fits -> List.of();
            case Reading.Misfits<?> misfits -> misfits.problems();
        };
    }
}
