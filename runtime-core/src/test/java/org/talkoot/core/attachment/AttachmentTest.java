package org.talkoot.core.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.MessageId;
import org.talkoot.core.context.Weights;
import org.talkoot.core.model.Message;
import org.talkoot.core.tool.ToolResult;

final class AttachmentTest {

    private static final AttachmentId ID = AttachmentId.of("bytes".getBytes(StandardCharsets.UTF_8));

    @Test
    void theSameBytesHaveTheSameId() {
        assertThat(ID).isEqualTo(AttachmentId.of("bytes".getBytes(StandardCharsets.UTF_8)));
        assertThat(ID.value()).isEqualTo("277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9");
        assertThat(AttachmentId.parse(ID.value())).contains(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "abc", "../../etc/passwd", "277089D91C0BDF4F2E6862BA7E4A07605119431F5D13F726DD352B06F1B206A9"
            })
    void whatIsNoHashIsNoId(String text) {
        assertThat(AttachmentId.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new AttachmentId(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "IMAGE/PNG", " image/png ; charset=binary"})
    void typesAreReadAsHeadersHaveThem(String header) {
        assertThat(MediaType.parse(header)).isEqualTo(new MediaType("image/png"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "png", "image/", "/png", "image/png\r\nX-Evil: 1", "image/<script>", "text/html, image/png"})
    void whatIsNoTypeIsRefused(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> MediaType.parse(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000b"})
    void aNameIsALineOfText(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> of("image/png", 5).named(name));
    }

    @Test
    void aModelIsShownAPictureForThePriceOfAPage() {
        assertThat(of("image/png", 10).weight())
                .isEqualTo(of("image/png", 10_000_000).weight());
        assertThat(of("text/csv", 9_000).weight()).isEqualTo(9_000);
        assertThat(of("application/pdf", 1 << 20).weight()).isGreaterThan(60_000);
        Message words = new Message.User(new MessageId("m"), "hi", Instant.EPOCH);
        Message shown = new Message.User(new MessageId("m"), "hi", List.of(of("image/png", 5)), Instant.EPOCH);
        assertThat(Weights.of(List.of(shown)) - Weights.of(List.of(words))).isEqualTo(6_000);
    }

    @Test
    void aResultHasNoMoreThanAMessageMayHave() {
        Attachment[] many = Collections.nCopies(17, of("image/png", 5)).toArray(Attachment[]::new);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolResult.success("all", many))
                .withMessage("there are 17 attachments, at most 16 go with one text");
    }

    private static Attachment of(String type, long bytes) {
        return new Attachment(ID, new MediaType(type), bytes, "file");
    }
}
