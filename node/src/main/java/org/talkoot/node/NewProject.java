package org.talkoot.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * Makes a project of one's own: an agent, its test, a pom, a Dockerfile and a file for CI, from the templates beside
 * this class. {@code ./talkoot new} runs it from its source, before anything is built, so it needs nothing but the JDK.
 *
 * <pre>{@code new NAME [--package P] [--dir D] --talkoot VERSION}</pre>
 *
 * <p>Prints the folder and exits with 0; exits with 2 after one line that says what to do.
 */
public final class NewProject {

    /** So is an artifact, an agent and a file named; an agent's name has at most 64 characters. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private static final int LONGEST_NAME = 64;

    /** Entities of conversations have that name. */
    private static final Set<String> TAKEN = Set.of("conversation");

    private static final Map<String, String> FILES = files();

    private final Map<String, String> values;

    private NewProject(Map<String, String> values) {
        this.values = values;
    }

    public static void main(String[] args) throws IOException {
        try {
            System.out.println(make(args));
        } catch (Refused e) {
            System.err.println("talkoot: " + e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Makes it.
     *
     * @return the folder
     * @throws Refused for a reason that whoever asked can mend
     */
    public static Path make(String... args) throws IOException {
        Map<String, String> options = options(args);
        String name = required(options, "NAME");
        NewProject project = of(name, options.getOrDefault("--package", "com.example"), required(options, "--talkoot"));
        return project.write(Path.of(options.getOrDefault("--dir", name)).toAbsolutePath());
    }

    private static Map<String, String> options(String... args) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            String[] parts = args[i].split("=", 2);
            if (!parts[0].startsWith("-")) {
                put(given, "NAME", args[i]);
            } else if (!Set.of("--package", "--dir", "--talkoot").contains(parts[0])) {
                throw new Refused("there is no option '%s'; there are --package and --dir".formatted(parts[0]));
            } else if (parts.length == 1 && (i + 1 == args.length || args[i + 1].startsWith("-"))) {
                throw new Refused(parts[0] + " needs a value");
            } else {
                put(given, parts[0], parts.length == 2 ? parts[1] : args[++i]);
            }
        }
        return given;
    }

    private static void put(Map<String, String> given, String option, String value) {
        if (given.putIfAbsent(option, value) != null) {
            throw new Refused("one %s is enough; '%s' is another".formatted(option, value));
        }
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new Refused(name + " is missing: new NAME [--package P] [--dir D]");
        }
        return value;
    }

    private static NewProject of(String name, String inPackage, String version) throws IOException {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME || TAKEN.contains(name)) {
            throw new Refused(
                    "'%s' cannot name a project: lower-case words of a-z and 0-9 with '-' between them, such as claims-desk"
                            .formatted(name));
        }
        if (!SourceVersion.isName(inPackage) || !inPackage.equals(inPackage.toLowerCase(Locale.ROOT))) {
            throw new Refused("'%s' is no name of a Java package, such as com.example".formatted(inPackage));
        }
        String className = Arrays.stream(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        if (isUsed(className)) {
            throw new Refused("'%s' would make a class %s, and there is one already: choose another name"
                    .formatted(name, className));
        }
        return new NewProject(Map.of(
                "@name@", name,
                "@class@", className,
                "@package@", inPackage,
                "@path@", inPackage.replace('.', '/'),
                "@version@", version));
    }

    /** Of the JDK, or of those that the templates use by their simple names. */
    private static boolean isUsed(String className) throws IOException {
        String sources = template("Agent.java") + template("AgentTest.java") + template("AgentEvalTest.java");
        if (Pattern.compile("\\b" + className + "\\b").matcher(sources).find()) {
            return true;
        }
        try {
            Class.forName("java.lang." + className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private Path write(Path folder) throws IOException {
        if (Files.exists(folder)) {
            throw new Refused("%s exists already: name another folder with --dir".formatted(folder));
        }
        Map<Path, String> contents = new TreeMap<>();
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            contents.put(folder.resolve(filled(file.getKey())), filled(template(file.getValue())));
        }
        try {
            for (Map.Entry<Path, String> file : contents.entrySet()) {
                Files.createDirectories(file.getKey().getParent());
                Files.writeString(file.getKey(), file.getValue());
            }
        } catch (FileSystemException e) {
            throw new Refused("%s cannot be written: %s".formatted(folder, e.getMessage()));
        }
        return folder;
    }

    private String filled(String template) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }

    private static String template(String name) throws IOException {
        String resource = "/org/talkoot/node/project/" + name;
        try (InputStream in = NewProject.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Where each file goes, and its template. */
    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", "pom.xml");
        files.put("src/main/java/@path@/@class@.java", "Agent.java");
        files.put("src/main/resources/application.conf", "application.conf");
        files.put("src/test/java/@path@/@class@Test.java", "AgentTest.java");
        files.put("src/test/java/@path@/@class@EvalTest.java", "AgentEvalTest.java");
        files.put("evals/@name@.yaml", "eval.yaml");
        files.put("Dockerfile", "Dockerfile");
        files.put(".dockerignore", "dockerignore");
        files.put(".gitignore", "gitignore");
        files.put(".github/workflows/build.yml", "build.yml");
        files.put("README.md", "README.md");
        return files;
    }

    /** What was asked cannot be done, and why, in one line. */
    public static final class Refused extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }
}
