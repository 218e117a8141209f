package org.talkoot.persistence.lease;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a node knows: names of stored events and states, and of messages between nodes, each with the newest version
 * that it reads; it reads older ones as well; and its agents. Two nodes with the same words have the same
 * {@link #hash}.
 */
public record Vocabulary(SortedMap<String, Integer> words) {

    public Vocabulary {
        words = Collections.unmodifiableSortedMap(new TreeMap<>(words));
    }

    public static Vocabulary of(Map<String, Integer> words) {
        return new Vocabulary(new TreeMap<>(words));
    }

    public String hash() {
        String lines = words.entrySet().stream()
                .map(word -> word.getKey() + ' ' + word.getValue())
                .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
