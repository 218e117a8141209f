package org.talkoot.core.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types as authors of agents write them. */
final class Shapes {

    private Shapes() {}

    enum Peril {
        FIRE,
        WATER
    }

    @Meaning("What happened.")
    record Claim(
            @Meaning("As on the policy.") @Matching("P-\\d{3}")
            String policy,

            @Within(min = 0, max = 1_000_000) BigDecimal amount,
            Peril peril,
            @Meaning("The day of the damage.") LocalDate day,
            @Size(max = 3) List<@Size(min = 1) String> items,
            Optional<Contact> contact,
            @Nullable String note,
            boolean urgent) {}

    record Contact(String name, @Within(min = 18) int age) {}

    sealed interface Decision {

        record Pay(@Within(min = 1) long cents) implements Decision {}

        record Refuse(String reason) implements Decision {}

        sealed interface Wait extends Decision {

            record Until(Instant time) implements Wait {}
        }
    }

    record Desk(Decision decision, Map<String, Double> scores, Set<Peril> perils, int[] counts) {}

    record Tree(String name, List<Tree> below) {}

    record Range(int from, int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("from is above to");
            }
        }
    }

    record Primitives(byte b, short s, int i, long l, float f, double d, Boolean flag) {}
}
