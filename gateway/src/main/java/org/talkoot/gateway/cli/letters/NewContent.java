package org.talkoot.gateway.cli.letters;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.gateway.cli.CommandException;
import org.talkoot.gateway.cli.NodeClient;
import picocli.CommandLine.Option;

/** What a dead letter is tried again with, instead of its own content. */
final class NewContent {

    @Option(names = "--content", paramLabel = "TEXT", description = "with this content instead")
    private @Nullable String text;

    @Option(names = "--content-file", paramLabel = "FILE", description = "with the content of this file instead")
    private @Nullable Path file;

    @Option(names = "--edit", description = "edit the content first, in $VISUAL or $EDITOR")
    private boolean edit;

    String read(NodeClient client, String letter) {
        if (text != null) {
            return text;
        }
        if (file != null) {
            return read(file);
        }
        if (edit) {
            return edited(client, letter);
        }
        throw new IllegalStateException("picocli makes this only when one of them is given");
    }

    private static String read(Path from) {
        try {
            return Files.readString(from);
        } catch (IOException e) {
            throw CommandException.impossible("cannot read %s as text".formatted(from));
        }
    }

    /** What was edited before is edited further. */
    private static String edited(NodeClient client, String id) {
        JsonNode letter = client.get(ShowLetter.path(id), Map.of());
        String before = LetterText.changedContent(letter)
                .or(() -> Optional.ofNullable(letter.path("content").textValue()))
                .orElseThrow(() -> CommandException.refused("its content is no text; see --content-file"));
        String after = Editor.ofUser().edit(before);
        if (after.equals(before)) {
            throw CommandException.refused("nothing was changed, so nothing was tried again");
        }
        return after;
    }
}
