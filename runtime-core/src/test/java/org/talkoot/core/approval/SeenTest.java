package org.talkoot.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;

final class SeenTest {

    private static final RunId RUN = RunId.of(new MessageId("m1"), 1);
    private static final ApprovalRequest ASKED = new ApprovalRequest(
            CallId.of(1),
            "pay",
            "{\"amount\": 5}",
            "spec",
            ApprovalTerms.within(Duration.ofHours(1)),
            2,
            Instant.EPOCH);

    /** Others make it in other languages, by docs/approvals.md. */
    @Test
    void aDigestIsTheHashOfToolLineFeedAndArguments() {
        assertThat(Seen.digest("pay", "{\"amount\": 5}"))
                .isEqualTo("9be683d4e5c33b91886e94271cb74b7c4526184b766d69a6b8874731d0b30aaa");
    }

    @Test
    void versionAndDigestHaveToBeThoseOfTheRequest() {
        String digest = Seen.digest("pay", "{\"amount\": 5}");

        assertThat(new Seen(RUN, 2, digest).isOf(ASKED)).isTrue();
        assertThat(new Seen(RUN, 2, Seen.digest("pay", "{\"amount\":5}")).isOf(ASKED))
                .isFalse();
        assertThat(new Seen(RUN, 2, Seen.digest("pay2", "{\"amount\": 5}")).isOf(ASKED))
                .isFalse();
        assertThat(new Seen(RUN, 1, digest).isOf(ASKED)).isFalse();
        assertThat(Seen.version(2).isOf(ASKED)).isTrue();
    }

    @Test
    void whereARunIsNamedItIsThatOne() {
        assertThat(new Seen(RUN, 0, "").isIn(RUN)).isTrue();
        assertThat(new Seen(RUN, 0, "").isIn(RunId.of(new MessageId("m2"), 1))).isFalse();
        assertThat(Seen.version(0).isIn(RUN)).isTrue();
    }
}
