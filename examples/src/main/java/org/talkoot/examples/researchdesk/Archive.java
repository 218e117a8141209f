package org.talkoot.examples.researchdesk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the desk reads: some pages about agents that may lose nothing, found by the words that they share with a
 * question.
 */
record Archive(List<Page> pages) {

    /** Words that any question has. */
    private static final Set<String> COMMON = Set.of(
            "what", "when", "where", "which", "does", "that", "this", "with", "from", "they", "have", "about",
            "happens", "there", "will", "would", "could", "into", "than", "then", "them", "your", "agent", "agents");

    private static final int SHORTEST = 4;

    /** A page, whose first sentence says what matters most. */
    record Page(String title, String text) {

        private Set<String> words() {
            return Archive.words(title + " " + text);
        }
    }

    static final Archive OF_THE_HOUSE = new Archive(
            List.of(
                    new Page(
                            "Crashes",
                            "When a node dies, another one reads the journal of its agents and goes on where they stood. Nothing that was acknowledged is lost, and no finished step is repeated."),
                    new Page(
                            "Approvals",
                            "A payment that people have to approve does not begin before they have. Their yes holds for exactly the arguments that they saw; an edit voids it."),
                    new Page(
                            "Budgets",
                            "A run has limits of steps, model calls, tokens, money and time. Reaching one ends the run with a failure that names it."),
                    new Page(
                            "Brokers",
                            "Events come in by Kafka, NATS, RabbitMQ, Redis and Pulsar, each exactly once into the journal. An event that cannot be processed waits as a dead letter."),
                    new Page(
                            "Dead letters",
                            "A dead letter keeps what could not be processed, with the reason. It can be mended and redriven, or discarded by somebody who is named."),
                    new Page(
                            "Doubt",
                            "A call whose end nobody knows is in doubt. A tool that only reads is called again, a payment is put to a person."),
                    new Page(
                            "Cluster",
                            "Nodes that share a database form a cluster. After a partition one side goes on, and the other stops acknowledging at once."),
                    new Page(
                            "Backpressure",
                            "A provider that has no room makes calls wait in line, fair to every tenant. When the line is long, the broker keeps the rest."),
                    new Page(
                            "Erasure",
                            "A conversation that is removed leaves a mark and nothing else. Views that show its content forget it at the same moment.")));

    /** The page that shares most words with the question; of equals the first. */
    Optional<Page> about(String question) {
        Set<String> asked = words(question);
        return pages.stream()
                .filter(page -> shared(page, asked) > 0)
                .max(Comparator.comparingLong((Page page) -> shared(page, asked))
                        .thenComparingInt(page -> -pages.indexOf(page)));
    }

    private static long shared(Page page, Set<String> asked) {
        return page.words().stream().filter(asked::contains).count();
    }

    /** Without an ending, so that one payment is found by several. */
    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+"))
                .filter(word -> word.length() >= SHORTEST && !COMMON.contains(word))
                .map(word -> word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
                .collect(Collectors.toSet());
    }
}
