package org.talkoot.testkit.shape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in which shapes are written down: those of each release in a file with its name, which is never changed, and
 * in {@value #UNRELEASED} those of now.
 */
public record ShapeFiles(Path folder) {

    /** What to do when {@link #broken} says something. */
    public static final String WHAT_TO_DO = "what is written under a name and a version has one shape for ever, because"
            + " nodes that know another one read it too (ADR 0052). Give each kind that is named here its next version,"
            + " and stored ones an upcaster. If its version has been in no release yet, or only kinds and"
            + " versions were added or types renamed, have the file written anew by -Dtalkoot.regenerate=true";

    private static final String UNRELEASED = "unreleased.txt";

    /**
     * Compares, after it has written the file of now, if {@code talkoot.regenerate} says so, and that of a release
     * which {@code talkoot.journals.record} names.
     *
     * @return sentences; none: all is as it was
     */
    public List<String> broken(Shapes now) {
        try {
            Files.createDirectories(folder);
            if (Boolean.getBoolean("talkoot.regenerate")) {
                Files.write(folder.resolve(UNRELEASED), now.lines());
            }
            String release = System.getProperty("talkoot.journals.record", "");
            if (!release.isEmpty()) {
                Files.write(folder.resolve(release + ".txt"), now.lines());
            }
            return against(now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares, and writes nothing. */
    List<String> against(Shapes now) throws IOException {
        List<String> broken = new ArrayList<>();
        if (!Files.exists(folder.resolve(UNRELEASED))) {
            broken.add("%s has no %s".formatted(folder, UNRELEASED));
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                broken.addAll(now.changesSince(Shapes.read(lines)));
                if (broken.isEmpty() && file.endsWith(UNRELEASED) && !lines.equals(now.lines())) {
                    broken.add("there are kinds or types that " + file + " does not name as they are");
                }
            }
        }
        return broken;
    }
}
