package org.talkoot.persistence.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library, which its driver unpacks into a folder and loads from there, once in a process. That is a
 * folder of the data folder, emptied before, because a killed process leaves its copy behind; where code may not be run
 * from there, the system's folder for temporary files. Who sets {@code org.sqlite.tmpdir} or
 * {@code org.sqlite.lib.path} decides for himself.
 */
final class NativeLibrary {

    static final String FOLDER = "org.sqlite.tmpdir";

    private static final Logger LOGGER = LoggerFactory.getLogger(NativeLibrary.class);

    private static final String LIBRARY = "org.sqlite.lib.path";

    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads it, if it is not loaded yet.
     *
     * @param data a folder that belongs to this process
     */
    static synchronized void load(Path data) {
        if (loaded) {
            return;
        }
        String system = System.getProperty("java.io.tmpdir");
        boolean decided = System.getProperty(FOLDER) != null || System.getProperty(LIBRARY) != null;
        loaded = decided ? tried() : loadedFrom(emptied(data.resolve("native"))) || loadedFrom(system);
        if (!loaded) {
            throw DatabaseException.noNativeLibrary(
                    decided
                            ? List.of(String.valueOf(System.getProperty(FOLDER)))
                            : List.of(data.resolve("native").toString(), system));
        }
    }

    private static boolean loadedFrom(String folder) {
        System.setProperty(FOLDER, folder);
        boolean success = tried();
        if (!success) {
            System.clearProperty(FOLDER);
        }
        return success;
    }

    private static boolean tried() {
        try {
            return SQLiteJDBCLoader.initialize();
        } catch (Exception e) { // what the driver declares
            LOGGER.atWarn()
                    .addKeyValue("folder", System.getProperty(FOLDER))
                    .addKeyValue("reason", e.getMessage())
                    .log("SQLite's native library cannot be loaded from there");
            return false;
        }
    }

    private static String emptied(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("folder", folder).setCause(e).log("cannot be emptied");
        }
        return folder.toString();
    }
}
