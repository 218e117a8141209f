package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentReader;
import org.talkoot.core.attachment.MediaType;

/**
 * What is attached to messages, in LangChain4j's words. What a vendor has no place for is refused by name before
 * anything is sent: a model that is not shown a picture would answer as if there were none.
 */
final class Attached {

    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final Set<String> WAV_AND_MP3 = Set.of("audio/wav", "audio/mpeg");
    private static final Set<String> RECORDINGS =
            Set.of("audio/wav", "audio/mpeg", "audio/ogg", "audio/flac", "audio/aac");

    /** Beside text, which all of them take as text. */
    private record Takes(Set<String> pictures, Set<String> recordings, boolean pdf) {

        static Takes of(Vendor vendor) {
            return switch (vendor) {
                case OPENAI -> new Takes(PICTURES, WAV_AND_MP3, true);
                case ANTHROPIC -> new Takes(PICTURES, Set.of(), true);
                case GEMINI -> new Takes(PICTURES, RECORDINGS, true);
                case MISTRAL, OLLAMA -> new Takes(PICTURES, Set.of(), false);
            };
        }
    }

    private final Vendor vendor;
    private final Takes takes;
    private final AttachmentReader reader;

    Attached(Vendor vendor, AttachmentReader reader) {
        this.vendor = vendor;
        this.takes = Takes.of(vendor);
        this.reader = reader;
    }

    /** What somebody says, and shows. */
    UserMessage to(String text, List<Attachment> attachments) {
        if (attachments.isEmpty()) {
            return UserMessage.from(text);
        }
        List<Content> contents = new ArrayList<>();
        if (!text.isBlank()) {
            contents.add(TextContent.from(text));
        }
        for (Attachment attachment : attachments) {
            contents.add(TextContent.from("[%s, %s, id %s]"
                    .formatted(
                            attachment.name() == null ? "attachment" : attachment.name(),
                            attachment.type(),
                            attachment.id())));
            contents.add(content(attachment));
        }
        return UserMessage.from(contents);
    }

    private Content content(Attachment attachment) {
        MediaType type = attachment.type();
        return switch (type.kind()) {
            case IMAGE -> ImageContent.from(base64(attachment, takes.pictures().contains(type.value())), type.value());
            case AUDIO ->
                AudioContent.from(base64(attachment, takes.recordings().contains(type.value())), type.value());
            case PDF -> PdfFileContent.from(base64(attachment, takes.pdf()), type.value());
            case TEXT -> TextContent.from(new String(bytes(attachment, true), StandardCharsets.UTF_8));
            case OTHER -> throw notTaken(attachment);
        };
    }

    private String base64(Attachment attachment, boolean taken) {
        return Base64.getEncoder().encodeToString(bytes(attachment, taken));
    }

    private byte[] bytes(Attachment attachment, boolean taken) {
        if (!taken) {
            throw notTaken(attachment);
        }
        return reader.read(attachment.id())
                .orElseThrow(() -> new InvalidRequestException(
                        "the bytes of %s are not there any more".formatted(words(attachment))));
    }

    private InvalidRequestException notTaken(Attachment attachment) {
        return new InvalidRequestException(
                "models of %s are shown no %s: %s".formatted(vendor, attachment.type(), words(attachment)));
    }

    private static String words(Attachment attachment) {
        return attachment.name() == null
                ? "attachment " + attachment.id()
                : "attachment '%s'".formatted(attachment.name());
    }
}
