package org.talkoot.gateway.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;

/**
 * Static tokens from a file: one line for each, {@code SHA-256-of-the-token tenant user role,role}; roles may be
 * absent, {@code #} begins a comment. The file has no token in it, so whoever reads it cannot call. Looked at again at
 * most once in a second; a changed file that cannot be read changes nothing, and is logged.
 */
final class TokenFile implements Authenticator {

    private static final Logger LOGGER = LoggerFactory.getLogger(TokenFile.class);
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int HASH_BYTES = 32;
    private static final Authentication UNKNOWN = new Authentication.Invalid("the token is not known");

    private final Path file;
    private final Duration recheck;
    private final InstantSource clock;
    private volatile Read read;

    /** What is in the file, and by which state of it. */
    private record Read(List<Entry> entries, Stamp stamp, Instant looked) {
        Read lookedAt(Instant at) {
            return new Read(entries, stamp, at);
        }
    }

    /** A token's hash, and whose it is. */
    private record Entry(String hash, Caller caller) {
        boolean isOf(byte[] presented) {
            return MessageDigest.isEqual(HexFormat.of().parseHex(hash), presented);
        }
    }

    /** What a changed file differs in: it may be replaced by one of the same size within one tick of its time. */
    private record Stamp(Instant modified, long size, Optional<Object> key) {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException when it cannot be read, in one line
     */
    TokenFile(Path file, Duration recheck, InstantSource clock) {
        this.file = file;
        this.recheck = recheck;
        this.clock = clock;
        try {
            Stamp stamp = stamp();
            this.read = new Read(entries(Files.readAllLines(file)), stamp, clock.instant());
        } catch (IOException e) {
            throw new IllegalArgumentException("tokens cannot be read from %s: %s".formatted(file, why(e)), e);
        }
    }

    @Override
    public Authentication authenticate(AccessRequest request) {
        return BearerToken.of(request, this::known);
    }

    /** All entries are compared, and each in the same time wherever it differs. */
    private Authentication known(String token) {
        byte[] hash = hash(token);
        Authentication found = UNKNOWN;
        for (Entry entry : current()) {
            if (entry.isOf(hash)) {
                found = new Authentication.Known(
                        entry.caller(), Optional.of(clock.instant().plus(recheck)));
            }
        }
        return found;
    }

    private List<Entry> current() {
        Instant now = clock.instant();
        return now.isBefore(read.looked().plus(LOOK_AGAIN)) ? read.entries() : lookAgain(now);
    }

    private synchronized List<Entry> lookAgain(Instant now) {
        if (now.isBefore(read.looked().plus(LOOK_AGAIN))) {
            return read.entries();
        }
        try {
            Stamp stamp = stamp();
            read = stamp.equals(read.stamp())
                    ? read.lookedAt(now)
                    : new Read(entries(Files.readAllLines(file)), stamp, now);
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.atError().addKeyValue("file", file).setCause(e).log("tokens cannot be read, those of before stay");
            read = read.lookedAt(now);
        }
        return read.entries();
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime().toInstant(), now.size(), Optional.ofNullable(now.fileKey()));
    }

    private List<Entry> entries(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(entry(line, number));
            }
        }
        return List.copyOf(entries);
    }

    /** The line itself is not repeated: it may have a token in it where its hash should be. */
    private Entry entry(String line, int number) {
        String[] parts = SPACE.split(line);
        try {
            if (parts.length < 3 || parts.length > 4) {
                throw new IllegalArgumentException("it has %d parts".formatted(parts.length));
            }
            byte[] hash = HexFormat.of().parseHex(parts[0]);
            if (hash.length != HASH_BYTES) {
                throw new IllegalArgumentException("no SHA-256 begins it");
            }
            List<String> roles = parts.length == 4 ? List.of(parts[3].split(",")) : List.of();
            return new Entry(parts[0], new Caller(new TenantId(parts[1]), parts[2], roles, Map.of()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "line %d of %s is not 'SHA-256-in-hex tenant user role,role'".formatted(number, file), e);
        }
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String why(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
