package org.talkoot.core.guard.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.guard.Folded;
import org.talkoot.core.guard.Passage;
import org.talkoot.core.guard.PassageGuardrail;

/**
 * Words that are not to be said: code names, keys, the names of others. Found whatever their case is, in letters of
 * full width or that look alike, and with characters in between that nobody sees. Not found when they are spelled out,
 * translated, encoded or described.
 *
 * @param words in plain form
 * @param instead what stands for each; null: a text that has one does not go on
 */
public record Secrets(List<String> words, @Nullable String instead) implements PassageGuardrail {

    /** More would take too long to look for in each text. */
    public static final int MOST = 1_000;

    public Secrets {
        words = words.stream().map(word -> Folded.of(word).plain().text()).toList();
        if (words.isEmpty() || words.size() > MOST || words.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("there are 1 to %d words, and each has letters".formatted(MOST));
        }
    }

    /** Something stands in their place. */
    public static Secrets redacting(String... words) {
        return redacting(Arrays.asList(words));
    }

    public static Secrets redacting(Collection<String> words) {
        return new Secrets(List.copyOf(words), "[redacted]");
    }

    /** What has one of them does not go on. */
    public static Secrets blocking(String... words) {
        return new Secrets(Arrays.asList(words), null);
    }

    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public List<Passage> passages(String text) {
        Folded folded = Folded.of(text).plain();
        List<Passage> found = new ArrayList<>();
        for (String word : words) {
            for (int at = folded.text().indexOf(word);
                    at >= 0;
                    at = folded.text().indexOf(word, at + 1)) {
                found.add(new Passage(
                        folded.start(at), folded.end(at + word.length()), "a word that is not to be said", instead));
            }
        }
        return found;
    }

    /** A character may unfold to several, never the other way round by more than this. */
    @Override
    public int reach() {
        return words.stream().mapToInt(String::length).max().orElseThrow() + 1;
    }
}
