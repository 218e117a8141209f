package org.talkoot.persistence.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of the core's types says, read from their sources. */
final class SourceComments {

    private static final Path SOURCES = Path.of("../runtime-core/src/main/java");

    private final Map<Class<?>, String> files = new HashMap<>();

    /** The first sentence about a type; empty when there is none. */
    Optional<String> sentence(Class<?> type) {
        return comment(type)
                .map(text -> text.split("(?m)^@|<p>|<pre>", 2)[0])
                .map(text -> plain(text).split("(?<=[.])\\s", 2)[0])
                .filter(text -> !text.isEmpty());
    }

    /** What is said about a component of a record. */
    Optional<String> component(Class<?> record, String name) {
        return comment(record)
                .flatMap(text -> found("(?ms)^@param " + name + "\\s+(?<text>.*?)(?=^@|\\z)", text))
                .map(SourceComments::plain);
    }

    private Optional<String> comment(Class<?> type) {
        String declared = "(?s)/\\*\\*(?<text>(?:(?!\\*/).)*)\\*/\\s*(?:(?:public|static|sealed|final)\\s+)*"
                + "(?:record|interface|enum|class)\\s+"
                + type.getSimpleName()
                + "\\b";
        return found(declared, source(type)).map(text -> text.replaceAll("(?m)^\\s*\\*? ?", ""));
    }

    private String source(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        return files.computeIfAbsent(outermost, SourceComments::read);
    }

    private static String read(Class<?> type) {
        try {
            return Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Optional.of(matcher.group("text")) : Optional.empty();
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\s+", " ")
                .replaceAll("\\{@(?:link|code) #?([^}]*)}", "`$1`")
                .replace('#', '.')
                .strip();
    }
}
