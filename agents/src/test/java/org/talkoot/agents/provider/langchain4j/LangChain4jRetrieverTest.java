package org.talkoot.agents.provider.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.retrieval.Citation;
import org.talkoot.core.retrieval.Passage;
import org.talkoot.core.retrieval.Retriever;

/** What a store of LangChain4j finds, as passages with citations. */
final class LangChain4jRetrieverTest {

    private static final TenantId ACME = new TenantId("acme");

    /** A model whose vectors count letters: the same words are near each other, and nothing is by chance. */
    private static final EmbeddingModel LETTERS = new EmbeddingModel() {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return Response.from(segments.stream()
                    .map(segment -> Embedding.from(letters(segment.text())))
                    .toList());
        }

        @Override
        public int dimension() {
            return 26;
        }
    };

    private static float[] letters(String text) {
        float[] counts = new float[26];
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c >= 'a' && c <= 'z') {
                counts[c - 'a']++;
            }
        }
        return counts;
    }

    private final InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();

    @BeforeEach
    void fill() {
        add("dog dog dog", Map.of("source", "dogs.pdf", "title", "Dogs", "url", "https://x.example/dogs", "team", "a"));
        add("cat cat cat", Map.of("file_name", "cats.txt", "team", "b"));
        add("zebra", Map.of("team", "a"));
    }

    private void add(String text, Map<String, String> metadata) {
        TextSegment segment = TextSegment.from(text, Metadata.from(metadata));
        store.add(LETTERS.embed(segment).content(), segment);
    }

    private static Retriever.Question question(String text, int most) {
        return new Retriever.Question(text, most, Caller.of(ACME, "ann", "a"), Attributes.NONE);
    }

    @Test
    void theBestComesFirstWithWhereItStands() throws Exception {
        List<Passage> found = LangChain4jRetriever.of(store, LETTERS).find(question("a dog", 2));

        assertThat(found).hasSize(2);
        assertThat(found.getFirst().text()).isEqualTo("dog dog dog");
        assertThat(found.getFirst().citation()).isEqualTo(new Citation("dogs.pdf", "Dogs", "https://x.example/dogs"));
        assertThat(found.getFirst().score()).isBetween(0.9, 1.0);
        assertThat(found.getLast().score()).isLessThanOrEqualTo(found.getFirst().score());
    }

    @Test
    void theirRetrieversFindTheSame() throws Exception {
        Retriever theirs = LangChain4jRetriever.of(EmbeddingStoreContentRetriever.builder()
                .embeddingStore(store)
                .embeddingModel(LETTERS)
                .maxResults(3)
                .build());

        List<Passage> found = theirs.find(question("cat", 1));

        assertThat(found).singleElement().satisfies(passage -> {
            assertThat(passage.citation()).isEqualTo(Citation.of("cats.txt"));
            assertThat(passage.score()).isGreaterThan(0.9);
        });
    }

    @Test
    void whoAsksFindsWhatTheyMaySee() throws Exception {
        Retriever ofTeam = LangChain4jRetriever.of(
                store,
                LETTERS,
                question ->
                        metadataKey("team").isEqualTo(question.caller().roles().getFirst()));

        List<Passage> found = ofTeam.find(question("cat", 3));

        assertThat(found).extracting(Passage::text).containsExactlyInAnyOrder("dog dog dog", "zebra");
        assertThat(found)
                .allSatisfy(passage -> assertThat(passage.citation().source()).isNotBlank());
    }
}
