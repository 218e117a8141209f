package org.talkoot.testkit.process;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What children of a module's tests have read and verified of their classes once, in an archive that all of them map
 * (class data sharing): without it, that is half of the processor time until a node is ready. Made by the first child
 * for each build of the class path; where another process of the tests is making it, or a JVM cannot, children start
 * without. Thread-safe.
 */
public final class SharedClasses {

    /** Of the module whose tests run. */
    private static final Path FOLDER = Path.of("target", "shared-classes").toAbsolutePath();

    private static final SharedClasses NONE = new SharedClasses(System.getProperty("java.class.path"), List.of());

    private final String classPath;
    private final List<String> options;

    private SharedClasses(String classPath, List<String> options) {
        this.classPath = classPath;
        this.options = List.copyOf(options);
    }

    /** A child that ends by itself, in order, when it has loaded what its like need. */
    @FunctionalInterface
    public interface Example {
        void run(SharedClasses making) throws IOException, InterruptedException;
    }

    /** Each child reads for itself. */
    public static SharedClasses none() {
        return NONE;
    }

    /** Each child reads for itself, and from another class path than that of the tests. */
    public static SharedClasses from(String classPath) {
        return new SharedClasses(classPath, List.of());
    }

    /**
     * Those of children such as {@code example}.
     *
     * @throws IllegalStateException when the thread is interrupted meanwhile
     */
    public static synchronized SharedClasses of(Example example) throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(Integer.toHexString(stamp())));
        try (FileChannel file =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            Path archive = folder.resolve("classes.jsa");
            if (lock == null && !Files.exists(archive)) {
                return NONE;
            }
            String jars = String.join(File.pathSeparator, jars(folder));
            if (!Files.exists(archive)) {
                Path made = folder.resolve("made.jsa");
                example.run(new SharedClasses(jars, List.of("-XX:ArchiveClassesAtExit=" + made)));
                if (!Files.exists(made)) {
                    return NONE;
                }
                Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
            }
            return new SharedClasses(jars, List.of("-XX:SharedArchiveFile=" + archive));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** For the option {@code -cp}. */
    String classPath() {
        return classPath;
    }

    /** Of the JVM. */
    List<String> options() {
        return options;
    }

    /** The class path without folders, of which a JVM archives nothing. */
    private static List<String> jars(Path folder) throws IOException {
        List<String> jars = new ArrayList<>();
        for (Path entry : entries()) {
            Path jar = entry;
            if (Files.isDirectory(entry)) {
                jar = folder.resolve(jars.size() + ".jar");
                if (!Files.exists(jar)) {
                    pack(entry, jar);
                }
            }
            jars.add(jar.toString());
        }
        return jars;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        Path made = jar.resolveSibling("made.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(made))) {
            for (Path file : files(classes)) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    private static List<Path> files(Path entry) throws IOException {
        try (Stream<Path> all = Files.walk(entry)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Another one for another class path, other classes in it, or another JVM. */
    private static int stamp() throws IOException {
        int stamp = System.getProperty("java.vm.version").hashCode();
        for (Path entry : entries()) {
            for (Path file : files(entry)) {
                stamp = 31 * stamp + file.hashCode();
                stamp = 31 * stamp + Long.hashCode(Files.size(file));
                stamp = 31 * stamp + Files.getLastModifiedTime(file).hashCode();
            }
        }
        return stamp;
    }
}
