package org.talkoot.agents.attachment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.Attachments;
import org.talkoot.core.attachment.Attachments.Reason;
import org.talkoot.core.attachment.Attachments.Reply;
import org.talkoot.core.attachment.MediaType;

/** What a file is, is found out from its bytes: neither its name nor its sender is believed. */
final class CheckedAttachmentsTest {

    private static final Map<String, byte[]> FILES = Map.ofEntries(
            Map.entry("png", hex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")),
            Map.entry("jpeg", hex("ffd8ffe000104a46494600010101006000600000ffdb004300080606")),
            Map.entry("gif", ascii("GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;")),
            Map.entry("webp", hex("52494646240000005745425056503820180000003001009d012a0100")),
            Map.entry("wav", hex("524946462400000057415645666d74201000000001000100401f0000")),
            Map.entry("mp3", hex("49443304000000000000fffb9064000000000000000000000000")),
            Map.entry("ogg", hex("4f676753000200000000000000004e5a0000000000002a01766f72626973")),
            Map.entry("flac", hex("664c6143000000221000100000000c")),
            Map.entry("pdf", ascii("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n")),
            Map.entry("text", "Äpfel und Birnen".getBytes(StandardCharsets.UTF_8)),
            Map.entry("latin1", "Äpfel und Birnen".getBytes(StandardCharsets.ISO_8859_1)),
            Map.entry("json", ascii("{\"claim\": [1, 2, 3]}")),
            Map.entry("broken json", ascii("{\"claim\": [1, 2")),
            Map.entry("two json", ascii("{} {}")),
            Map.entry("html", ascii("<!doctype html><html><body onload=alert(1)></body></html>")),
            Map.entry("svg", ascii("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")),
            Map.entry("elf", hex("7f454c4602010100000000000000000002003e0001000000")),
            Map.entry("exe", ascii("MZ\u0090\u0000\u0003\u0000\u0000\u0000This program cannot be run in DOS mode")),
            Map.entry("zip", zip()),
            Map.entry("zeros", new byte[64]));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<AttachmentId, Attachment> kept = new HashMap<>();
    private final Attachments attachments = new CheckedAttachments(
                    tenant -> new Keeping(),
                    AttachmentSettings.from(ConfigFactory.load()),
                    new AttachmentMeters(meters))
            .of(new TenantId("t"));

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "png, image/png, image/png",
        "jpeg, image/jpg, image/jpeg",
        "gif, image/gif, image/gif",
        "webp, image/webp, image/webp",
        "wav, audio/x-wav, audio/wav",
        "mp3, audio/mp3, audio/mpeg",
        "ogg, audio/ogg, audio/ogg",
        "flac, audio/flac, audio/flac",
        "pdf, application/pdf, application/pdf",
        "text, text/plain, text/plain",
        "text, text/markdown, text/markdown",
        "json, application/json, application/json",
        "json, text/plain, text/plain",
        "html, text/plain, text/plain",
        "png, , image/png",
        "pdf, , application/pdf",
        "json, , text/plain"
    })
    void whatIsWhatItSaysIsKeptUnderItsUsualName(String file, @Nullable String declared, String type) {
        assertThat(put(file, declared))
                .isInstanceOfSatisfying(
                        Reply.Kept.class,
                        reply -> assertThat(reply.attachment().type()).isEqualTo(new MediaType(type)));
        assertThat(kept).hasSize(1);
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource({
        "jpeg, image/png, NOT_WHAT_IT_SAYS",
        "text, image/png, NOT_WHAT_IT_SAYS",
        "html, image/png, NOT_WHAT_IT_SAYS",
        "svg, image/png, NOT_WHAT_IT_SAYS",
        "elf, image/jpeg, NOT_WHAT_IT_SAYS",
        "exe, application/pdf, NOT_WHAT_IT_SAYS",
        "zip, application/pdf, NOT_WHAT_IT_SAYS",
        "png, audio/wav, NOT_WHAT_IT_SAYS",
        "wav, image/webp, NOT_WHAT_IT_SAYS",
        "png, text/plain, NOT_WHAT_IT_SAYS",
        "elf, text/csv, NOT_WHAT_IT_SAYS",
        "zeros, text/plain, NOT_WHAT_IT_SAYS",
        "latin1, text/plain, NOT_WHAT_IT_SAYS",
        "broken json, application/json, NOT_WHAT_IT_SAYS",
        "two json, application/json, NOT_WHAT_IT_SAYS",
        "text, application/json, NOT_WHAT_IT_SAYS",
        "svg, image/svg+xml, TYPE_NOT_TAKEN",
        "html, text/html, TYPE_NOT_TAKEN",
        "zip, application/zip, TYPE_NOT_TAKEN",
        "exe, application/x-msdownload, TYPE_NOT_TAKEN",
        "elf, , TYPE_NOT_TAKEN",
        "zip, , TYPE_NOT_TAKEN",
        "zeros, , TYPE_NOT_TAKEN"
    })
    void whatLiesOrIsNotTakenIsRefusedInWordsAndNothingIsKept(String file, @Nullable String declared, Reason reason) {
        assertThat(put(file, declared)).isInstanceOfSatisfying(Reply.Refused.class, reply -> {
            assertThat(reply.reason()).isEqualTo(reason);
            assertThat(reply.why()).isNotBlank();
        });
        assertThat(kept).isEmpty();
    }

    @Test
    void whatIsRefusedIsCountedByItsReason() {
        Attachments.Reply first = attachments.put(new byte[0], null, null);
        Attachments.Reply second = attachments.put(new byte[0], null, null);
        Attachments.Reply third = attachments.put(zip(), null, null);
        Attachments.Reply taken = attachments.put(ascii("words"), new MediaType("text/plain"), null);

        assertThat(List.of(first, second, third)).allMatch(Attachments.Reply.Refused.class::isInstance);
        assertThat(taken).isInstanceOf(Attachments.Reply.Kept.class);
        assertThat(refused("empty")).isEqualTo(2);
        assertThat(refused("type-not-taken")).isEqualTo(1);
        assertThat(refused("too-large") + refused("not-what-it-says") + refused("bad-name"))
                .isZero();
    }

    private double refused(String reason) {
        return meters.get(AttachmentMeters.REFUSED)
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void nothingAndTooMuchAreRefused() {
        assertThat(attachments.put(new byte[0], null, null))
                .isEqualTo(new Reply.Refused(Reason.EMPTY, "There is nothing in it."));
        assertThat(attachments.put(new byte[(20 << 20) + 1], new MediaType("text/plain"), null))
                .isEqualTo(new Reply.Refused(
                        Reason.TOO_LARGE, "It has 20,971,521 bytes; an attachment may have 20,971,520."));
        assertThat(kept).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"' '", "'a\nb'", "'\u0000'"})
    void aNameThatIsNoLineIsRefused(String name) {
        assertThat(attachments.put(FILES.get("png"), new MediaType("image/png"), name))
                .isInstanceOfSatisfying(
                        Reply.Refused.class, reply -> assertThat(reply.reason()).isEqualTo(Reason.BAD_NAME));
        assertThat(kept).isEmpty();
    }

    private Reply put(String file, @Nullable String declared) {
        return attachments.put(FILES.get(file), declared == null ? null : MediaType.parse(declared), "a file");
    }

    /** Remembers what it was given. */
    private final class Keeping implements Attachments {

        @Override
        public Reply put(byte[] bytes, @Nullable MediaType declared, @Nullable String name) {
            Attachment attachment =
                    new Attachment(AttachmentId.of(bytes), requireNonNull(declared), bytes.length, name);
            kept.put(attachment.id(), attachment);
            return new Reply.Kept(attachment);
        }

        @Override
        public List<Optional<Attachment>> hold(List<AttachmentId> ids) {
            return ids.stream().map(id -> Optional.ofNullable(kept.get(id))).toList();
        }

        @Override
        public Optional<Attachment> find(AttachmentId id) {
            return Optional.ofNullable(kept.get(id));
        }

        @Override
        public Optional<byte[]> read(AttachmentId id) {
            return Optional.empty();
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
