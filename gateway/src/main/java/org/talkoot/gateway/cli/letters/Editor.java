package org.talkoot.gateway.cli.letters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.talkoot.gateway.cli.CommandException;

/**
 * The editor of whoever sits at the terminal.
 *
 * @param command a line for the shell, to which the name of a file is added
 */
record Editor(String command) {

    static Editor ofUser() {
        return new Editor(Stream.of("VISUAL", "EDITOR")
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("vi"));
    }

    /** The text as it was left; an end of line that the editor added is taken away. */
    String edit(String text) {
        try {
            Path file = Files.createTempFile("talkoot-", ".txt");
            try {
                Files.writeString(file, text);
                run(file);
                String edited = Files.readString(file);
                boolean added = edited.endsWith("\n") && !text.endsWith("\n");
                return added ? edited.substring(0, edited.length() - 1) : edited;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw CommandException.impossible("cannot edit: " + e.getMessage());
        }
    }

    private void run(Path file) throws IOException {
        try {
            int code = new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw CommandException.refused("the editor ended with %d, so nothing was tried again".formatted(code));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.impossible("interrupted");
        }
    }
}
