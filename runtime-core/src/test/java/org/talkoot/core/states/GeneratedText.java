package org.talkoot.core.states;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in the repository that comes from the code: compared by every build, written on request. */
final class GeneratedText {

    private static final String REGENERATE = "talkoot.regenerate";

    private GeneratedText() {}

    /** Paths begin at the root of the repository. */
    static void check(String path, String expected) throws IOException {
        Path file = Path.of("..").resolve(path);
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(file, expected);
        }
        assertThat(file)
                .as("generated: run this test with -D%s=true and look at the difference", REGENERATE)
                .hasContent(expected);
    }

    static String read(String path) throws IOException {
        return Files.readString(Path.of("..").resolve(path));
    }
}
