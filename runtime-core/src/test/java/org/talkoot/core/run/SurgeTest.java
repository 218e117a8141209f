package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.core.trigger.SurgeLimit;
import org.talkoot.core.trigger.Wake;

final class SurgeTest {

    private static final ConversationId SUBJECT = ConversationId.of("c");
    private static final AgentType WATCH = new AgentType("watch");
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final SurgeLimit surge = new SurgeLimit();

    private static AgentEvent event(Instant at, Trace trace) {
        return new AgentEvent(
                "e", EventType.of("night.fell"), at, AgentEvent.Address.from("/test"), SUBJECT, trace, "1", Map.of());
    }

    private long begun(int events, Instant at, Trace trace) {
        long begun = 0;
        for (int i = 0; i < events; i++) {
            AgentEvent event = event(at, trace);
            RunId run = RunId.triggered(i, WATCH);
            Wake wake = new Wake.Begin(
                    AgentId.in(SUBJECT, WATCH),
                    new RunRequest(run, new RunOrigin.Trigger("night.fell", "e"), List.of(), List.of()));
            begun += surge.admit(wake, event) instanceof Wake.Begin ? 1 : 0;
        }
        return begun;
    }

    @Test
    void aRequestMayCauseAsMuchAtOnceAsItLikes() {
        assertThat(begun(50_000, FIRST, new Trace("r", "c", 1))).isEqualTo(50_000);
    }

    @Test
    void aChainThatDoublesEachNightIsBoundedThoughItRests() {
        Trace trace = new Trace("r", "c", 0);
        long woken = 1;
        for (int night = 0; night < 30; night++) {
            Instant at = FIRST.plus(Duration.ofDays(night));
            woken = begun(Math.toIntExact(2 * woken), at, trace);
            trace = trace.rested(Duration.ofDays(1)).deeper();
        }

        assertThat(woken).isEqualTo(SurgeLimit.MOST);
    }

    @Test
    void otherRequestsAreNotHeldUp() {
        Trace wild = new Trace("wild", "c", Trace.CALM);
        assertThat(begun(20_000, FIRST, wild)).isEqualTo(SurgeLimit.MOST);

        assertThat(begun(1, FIRST, new Trace("calm", "c", Trace.CALM))).isEqualTo(1);
        assertThat(begun(1, FIRST.plus(SurgeLimit.WINDOW), wild)).isEqualTo(1);
    }
}
