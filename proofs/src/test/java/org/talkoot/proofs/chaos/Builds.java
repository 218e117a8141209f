package org.talkoot.proofs.chaos;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.talkoot.proofs.crash.CrashNode;
import org.talkoot.proofs.crash.Release;

/** Other builds of Talkoot than the one of the tests, on which the nodes of the tests run too. */
final class Builds {

    private static final String TESTS = System.getProperty("java.class.path");

    /** Where the names of events and of messages stand. */
    private static final List<Path> CATALOGS = List.of(
            Path.of("../persistence/src/main/java/org/talkoot/persistence/codec/EventCatalog.java"),
            Path.of("../agents/src/main/java/org/talkoot/agents/entity/EntityWire.java"));

    private Builds() {}

    /**
     * A clone of the repository with another commit, in which the examples were packaged, as {@code ./talkoot up} does
     * it. The nodes of the tests are what they are here: like an application that was compiled against one release and
     * runs on another.
     */
    static Release clone(Path folder) {
        Path jars = folder.resolve("examples/target/lib");
        if (!Files.exists(jars)) {
            throw new IllegalArgumentException(
                    jars + " is not there: mvn -pl examples -am -Dmaven.test.skip=true package makes it");
        }
        return new Release(
                folder.getFileName().toString(), Optional.of(tests() + File.pathSeparator + jars + "/*"), List.of());
    }

    private static Path tests() {
        try {
            URI classes = CrashNode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(classes);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * This build as it would be without memories: it calls all that has to do with them otherwise, so it neither reads
     * nor says what this one does.
     */
    static Release beforeMemories(Path folder) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        for (Path catalog : CATALOGS) {
            String text = Files.readString(catalog);
            String older = text.replaceAll("\"memory([.-])", "\"mind$1").replace("\"recalled\"", "\"minded\"");
            if (older.equals(text)) {
                throw new IllegalStateException("no memories in " + catalog);
            }
            Path source = Files.writeString(sources.resolve(catalog.getFileName()), older);
            compile(source, classes);
        }
        return new Release("before memories", Optional.of(classes + File.pathSeparator + TESTS), List.of());
    }

    private static void compile(Path source, Path classes) {
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", TESTS, "-d", classes.toString(), source.toString());
        if (failed != 0) {
            throw new IllegalStateException(source + " does not compile");
        }
    }
}
