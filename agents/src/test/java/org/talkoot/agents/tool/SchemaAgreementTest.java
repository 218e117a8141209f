package org.talkoot.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.talkoot.core.json.Json;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.schema.DataType.Reading;
import org.talkoot.core.schema.Matching;
import org.talkoot.core.schema.Size;
import org.talkoot.core.schema.Within;

/** The core's reading of a value and another validator's of its schema are one. */
final class SchemaAgreementTest {

    enum Kind {
        ONE,
        TWO
    }

    record Part(
            @Size(min = 1, max = 3) String name,
            @Within(min = -1, max = 1) double share) {}

    sealed interface Way {
        record ByNumber(@Within(min = 0, max = 9) int number) implements Way {}

        record ByName(@Matching("[a-c]+") String name) implements Way {}
    }

    record Whole(Kind kind, @Size(max = 2) List<Part> parts, Way way, Map<String, Boolean> flags, List<Whole> below) {}

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "1",
            "-1",
            "10",
            "0.5",
            "1.0",
            "\"\"",
            "\"a\"",
            "\"abcd\"",
            "\"ONE\"",
            "\"ByName\"",
            "[]",
            "{}",
            "[{}]");

    private final Schema other = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(DataType.of(Whole.class).schema(), InputFormat.JSON);

    @Test
    void bothTakeAndRefuseTheSameValues() {
        String valid = """
                {"kind":"ONE","parts":[{"name":"ab","share":0.5}],"way":{"type":"ByNumber","number":3},
                 "flags":{"x":true},"below":[{"kind":"TWO","parts":[],"way":{"type":"ByName","name":"abc"},
                 "flags":{},"below":[]}]}""";
        Random random = new Random(11);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            Json mutated = i == 0 ? Json.parse(valid) : mutated(Json.parse(valid), random);
            String text = mutated.write();
            boolean ours = DataType.of(Whole.class).read(mutated) instanceof Reading.Fits<Whole>;
            boolean theirs = other.validate(text, InputFormat.JSON).isEmpty();
            assertThat(ours).as(text).isEqualTo(theirs);
            taken += ours ? 1 : 0;
        }
        assertThat(taken).isBetween(500, 19_500);
    }

    /** One value, somewhere, is another, is missing, or is there beside the others. */
    private static Json mutated(Json value, Random random) {
        if (random.nextInt(4) == 0) {
            return any(random);
        }
        return switch (value) {
            case Json.Obj v
            when !v.fields().isEmpty() -> {
                SequencedMap<String, Json> fields = new LinkedHashMap<>(v.fields());
                String name = List.copyOf(fields.keySet()).get(random.nextInt(fields.size()));
                switch (random.nextInt(8)) {
                    case 0 -> fields.remove(name);
                    case 1 -> fields.put("more", any(random));
                    default -> fields.put(name, mutated(v.fields().get(name), random));
                }
                yield new Json.Obj(fields);
            }
            case Json.Arr v
            when !v.items().isEmpty() -> {
                List<Json> items = new ArrayList<>(v.items());
                items.set(0, mutated(items.getFirst(), random));
                if (random.nextInt(4) == 0) {
                    items.addAll(v.items());
                }
                yield new Json.Arr(items);
            }
            case Json other -> any(random);
        };
    }

    private static Json any(Random random) {
        return Json.parse(VALUES.get(random.nextInt(VALUES.size())));
    }
}
