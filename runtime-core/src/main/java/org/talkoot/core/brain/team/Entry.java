package org.talkoot.core.brain.team;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.schema.DataType;

/** What a {@link Blackboard} writes down, as a note: what has changed on it, and who is asked because of that. */
sealed interface Entry {

    DataType<Entry> TYPE = DataType.of(Entry.class);

    /** Who is asked about them from now on. */
    List<Claim> claims();

    /**
     * A source, and the versions of facts that it is asked about.
     *
     * @param until when it is given up
     */
    record Claim(String source, List<String> facts, Instant until) {
        public Claim {
            facts = List.copyOf(facts);
        }
    }

    /**
     * The board begins.
     *
     * @param ends when its time is over
     */
    record Opened(List<Fact> facts, Optional<Instant> ends, List<Claim> claims) implements Entry {
        public Opened {
            facts = List.copyOf(facts);
            claims = List.copyOf(claims);
        }
    }

    /**
     * A source has answered.
     *
     * @param on what it was asked about
     * @param facts what of that is news
     * @param known what the board had already
     * @param refused what cannot stand, each with the reason
     */
    record Posted(
            String by, List<String> on, List<Fact> facts, List<String> known, List<String> refused, List<Claim> claims)
            implements Entry {
        public Posted {
            on = List.copyOf(on);
            facts = List.copyOf(facts);
            known = List.copyOf(known);
            refused = List.copyOf(refused);
            claims = List.copyOf(claims);
        }

        /** Something was said, and none of it stands: as good as no answer. */
        boolean failed() {
            return facts.isEmpty() && known.isEmpty() && !refused.isEmpty();
        }
    }

    /** There is room for more, or somebody has failed. */
    record Claimed(List<Claim> claims) implements Entry {
        public Claimed {
            claims = List.copyOf(claims);
        }
    }

    default String written() {
        return TYPE.write(this);
    }

    static Entry read(String text) {
        return TYPE.read(text)
                .fitting()
                .orElseThrow(() -> new IllegalStateException("what was noted of the board is nothing of it: " + text));
    }
}
