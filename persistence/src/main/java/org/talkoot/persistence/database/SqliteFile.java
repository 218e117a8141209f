package org.talkoot.persistence.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of an embedded database. It belongs to the process that holds the lock on the file beside it, which the
 * operating system takes away when that process ends, however it ends.
 */
/* Not a lock on the database's own file: SQLite has its own there, and a process loses all its locks
 * on a file when it closes any handle of it. */
final class SqliteFile implements AutoCloseable {

    private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final String PREFIX = "jdbc:sqlite:";

    private final Path path;
    private final FileChannel channel;

    private SqliteFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Claims the file of this URL for this process; makes its folder, but not the file.
     *
     * @throws DatabaseException another process has it, or it is no database of this kind
     */
    static SqliteFile claim(String url) {
        Path path = path(url);
        try {
            Files.createDirectories(folder(path));
            refuseOther(path);
            return new SqliteFile(path, locked(path));
        } catch (IOException e) {
            throw DatabaseException.unusableFile(path, e);
        }
    }

    private static Path path(String url) {
        String name = Dialect.withoutParameters(url).substring(PREFIX.length());
        if (name.isEmpty() || name.startsWith(":")) {
            throw DatabaseException.unsupportedUrl(url);
        }
        return Path.of(name).toAbsolutePath();
    }

    /** What an earlier release or another program has left there is not to be passed over. */
    private static void refuseOther(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        Path h2 = path.resolveSibling(name.replaceAll("\\.db$", "") + ".mv.db");
        if (Files.exists(h2) && !Files.exists(path)) {
            throw DatabaseException.otherKind(h2, "an H2 database, which this release does not read");
        }
        if (Files.exists(path) && Files.size(path) > 0 && !Arrays.equals(HEADER, head(path))) {
            throw DatabaseException.otherKind(path, "not an SQLite database");
        }
    }

    private static byte[] head(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(HEADER.length);
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel =
                FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw DatabaseException.locked(path, owner(beside));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Null: another has it, be it in this process. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static String owner(Path beside) throws IOException {
        return Files.readString(beside).strip();
    }

    Path path() {
        return path;
    }

    /** The folder in which it is. */
    Path folder() {
        return folder(path);
    }

    private static Path folder(Path path) {
        return Objects.requireNonNull(path.getParent(), "an absolute path has a parent");
    }

    String url() {
        return PREFIX + path;
    }

    /** Bytes of the write-ahead log. */
    long logBytes() {
        return path.resolveSibling(path.getFileName() + "-wal").toFile().length();
    }

    /** Lets another process have it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DatabaseException.unusableFile(path, e);
        }
    }
}
