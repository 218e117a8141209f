package org.talkoot.persistence.codec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Hash;

/**
 * Something large that many events and states have in common, stored once in a journal under the hash of what it is:
 * what a model was offered, with all specifications of tools. Decoded once for all who refer to it. For any thread.
 */
/* The pieces in use are interned for the whole process: what a hash stands for is the same in every
 * journal and for ever, so there is nothing to invalidate. What has left the cache is only read
 * again. */
public final class Content {

    /** The only member of the JSON object that stands for a content. */
    static final String REFERENCE = "$content";

    /** Stable names of what may refer to contents; everything else is not searched. */
    private static final Set<String> REFERRERS = Set.of("run.prompt-recorded", "run-state");

    // Inside of a JSON string the quotes would be escaped, so text cannot look like this.
    private static final Pattern REFERENCES = Pattern.compile("\"\\$content\":\"([A-Za-z0-9_-]{43})\"");

    private static final long MAX_KEPT_BYTES = 32L << 20;

    private static final Cache<String, Content> KEPT = Caffeine.newBuilder()
            .maximumWeight(MAX_KEPT_BYTES)
            .weigher((String hash, Content content) -> content.json.length + 200)
            .build();

    private final String hash;
    private final byte[] json;
    private volatile @Nullable Object value;

    private Content(String hash, byte[] json) {
        this.hash = hash;
        this.json = json;
    }

    /** What this JSON is. */
    static Content of(byte[] json) {
        return of(hash(json), json);
    }

    /** What is stored under this hash. */
    public static Content of(String hash, byte[] json) {
        return KEPT.get(hash, key -> new Content(key, json));
    }

    /** What is known of this hash without asking a database. */
    public static Optional<Content> known(String hash) {
        return Optional.ofNullable(KEPT.getIfPresent(hash));
    }

    /** The hashes that stored JSON refers to. */
    public static Set<String> references(String type, byte[] json) {
        if (!REFERRERS.contains(type)) {
            return Set.of();
        }
        Set<String> hashes = new LinkedHashSet<>();
        Matcher matcher = REFERENCES.matcher(new String(json, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            hashes.add(matcher.group(1));
        }
        return hashes;
    }

    /** As in a process that has just begun. */
    static void forgetAll() {
        KEPT.invalidateAll();
    }

    private static String hash(byte[] json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Hash.of(json));
    }

    public String hash() {
        return hash;
    }

    /** UTF-8; not to be changed by anyone. */
    public byte[] json() {
        return json;
    }

    /** A race decodes twice and gets equal values. */
    Object value(Function<byte[], Object> decode) {
        Object known = value;
        if (known == null) {
            known = decode.apply(json);
            value = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return hash;
    }
}
