package org.talkoot.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CallerTest {

    private static final TenantId ACME = new TenantId("acme");

    @Test
    void rolesAreSortedAndEachThereOnce() {
        assertThat(Caller.of(ACME, "ann", "payer", "clerk", "payer").roles()).containsExactly("clerk", "payer");
    }

    @Test
    void nobodyHasNoRolesAndNoAttributes() {
        assertThat(Caller.anonymous(ACME).isAnonymous()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Caller(ACME, "", List.of("admin"), Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Caller(ACME, "", List.of(), Map.of("k", "v")));
    }

    @Test
    void aBlankNameIsNoName() {
        assertThatIllegalArgumentException().isThrownBy(() -> Caller.of(ACME, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Caller.of(ACME, " "));
        assertThatIllegalArgumentException().isThrownBy(() -> Caller.of(ACME, "ann", " "));
    }

    @Test
    void isSmallWhateverAnAuthenticatorKnows() {
        Caller ann = Caller.of(ACME, "ann");
        String much = "x".repeat(Caller.MAX_LENGTH);

        assertThatIllegalArgumentException().isThrownBy(() -> Caller.of(ACME, "u".repeat(Caller.MAX_USER + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Caller.of(ACME, "ann", much));
        assertThatIllegalArgumentException().isThrownBy(() -> ann.with("note", much));
    }

    @Test
    void itsTextSaysWhoAndNothingThatIsKnownOfThem() {
        assertThat(Caller.of(ACME, "ann", "clerk").with("email", "ann@example.org"))
                .hasToString("acme/ann");
    }
}
