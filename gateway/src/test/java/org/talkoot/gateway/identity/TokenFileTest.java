package org.talkoot.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;

final class TokenFileTest {

    private static final Duration RECHECK = Duration.ofMinutes(15);

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void knowsWhoseATokenIs() throws Exception {
        TokenFile tokens = file("# people\n\n" + line("s3cret", "acme ann clerk,admin") + line("t0ken", "globex bob"));

        assertThat(tokens.authenticate(bearer("s3cret")))
                .isEqualTo(new Authentication.Known(
                        Caller.of(new TenantId("acme"), "ann", "admin", "clerk"), Optional.of(now.plus(RECHECK))));
        assertThat(tokens.authenticate(bearer("t0ken")))
                .isEqualTo(new Authentication.Known(
                        Caller.of(new TenantId("globex"), "bob"), Optional.of(now.plus(RECHECK))));
        assertThat(tokens.authenticate(bearer("S3CRET"))).isInstanceOf(Authentication.Invalid.class);
    }

    @Test
    void theHashIsNoToken() throws Exception {
        TokenFile tokens = file(line("s3cret", "acme ann"));

        assertThat(tokens.authenticate(bearer(hash("s3cret")))).isInstanceOf(Authentication.Invalid.class);
    }

    @Test
    void aTokenThatIsTakenBackIsNotGoodAnyMoreASecondLater() throws Exception {
        TokenFile tokens = file(line("s3cret", "acme ann") + line("t0ken", "acme bob"));

        write(line("t0ken", "acme bob"));
        now = now.plusSeconds(1);

        assertThat(tokens.authenticate(bearer("s3cret"))).isInstanceOf(Authentication.Invalid.class);
        assertThat(tokens.authenticate(bearer("t0ken"))).isInstanceOf(Authentication.Known.class);
    }

    @Test
    void aFileThatIsBrokenOrGoneTakesNothingBack() throws Exception {
        TokenFile tokens = file(line("s3cret", "acme ann"));

        write("half a li");
        now = now.plusSeconds(2);
        assertThat(tokens.authenticate(bearer("s3cret"))).isInstanceOf(Authentication.Known.class);

        Files.delete(directory.resolve("tokens"));
        now = now.plusSeconds(2);
        assertThat(tokens.authenticate(bearer("s3cret"))).isInstanceOf(Authentication.Known.class);
    }

    @Test
    void aFileThatCannotBeReadStopsTheStartAndRepeatsNothingOfIt() throws IOException {
        Path none = directory.resolve("none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenFile(none, RECHECK, () -> now))
                .withMessageContaining("none");

        for (String wrong :
                List.of("s3cret acme ann", hash("x"), hash("x") + " ACME ann", hash("x") + " acme ann a b")) {
            write(wrong);
            assertThatIllegalArgumentException()
                    .as(wrong)
                    .isThrownBy(() -> new TokenFile(directory.resolve("tokens"), RECHECK, () -> now))
                    .withMessageContaining("line 1")
                    .withMessageNotContaining("s3cret");
        }
    }

    private TokenFile file(String text) throws IOException {
        write(text);
        return new TokenFile(directory.resolve("tokens"), RECHECK, () -> now);
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("tokens"), text);
    }

    private static String line(String token, String whose) {
        return hash(token) + " " + whose + "\n";
    }

    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static AccessRequest bearer(String token) {
        return new AccessRequest(
                "GET", "/v1/agents", Map.of("authorization", List.of("Bearer " + token)), Optional.empty());
    }
}
