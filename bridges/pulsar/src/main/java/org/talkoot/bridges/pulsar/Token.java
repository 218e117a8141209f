package org.talkoot.bridges.pulsar;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.talkoot.core.bus.BusException;

/** What we show the broker to be let in. */
public sealed interface Token {

    /** The broker asks for none. */
    record None() implements Token {}

    /** Always the same. */
    record Fixed(String text) implements Token {

        /** It is a secret. */
        @Override
        public String toString() {
            return "Fixed[...]";
        }
    }

    /** Kept in a file, which may be replaced at any time. */
    record InFile(Path file) implements Token {}

    /**
     * As it is now.
     *
     * @throws BusException when its file cannot be read
     */
    default Optional<String> current() {
        return switch (this) {
            case None none -> Optional.empty();
            case Fixed fixed -> Optional.of(fixed.text());
            case InFile in -> Optional.of(read(in.file()));
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BusException("the token for Pulsar cannot be read from " + file, e);
        }
    }

    /** Keys {@code token} and {@code token-file}. */
    static Token from(Config pulsar) {
        String text = pulsar.getString("token");
        String file = pulsar.getString("token-file");
        if (!text.isBlank() && !file.isBlank()) {
            throw new IllegalArgumentException("of talkoot.pulsar.token and token-file, one must be empty");
        }
        if (!file.isBlank()) {
            return new InFile(Path.of(file));
        }
        return text.isBlank() ? new None() : new Fixed(text);
    }
}
