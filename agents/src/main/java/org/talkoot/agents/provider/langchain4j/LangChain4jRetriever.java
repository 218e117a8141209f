package org.talkoot.agents.provider.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.retrieval.Citation;
import org.talkoot.core.retrieval.Passage;
import org.talkoot.core.retrieval.Retriever;

/**
 * Retrievers over what LangChain4j has: whatever {@code ContentRetriever} or {@code EmbeddingStore} an application
 * uses.
 *
 * <p>The citation is found in the metadata of a segment: {@code source}, {@code url} or {@code file_name} for where it
 * stands, {@code title}, and {@code url} or {@code uri}.
 */
public final class LangChain4jRetriever {

    private LangChain4jRetriever() {}

    /** By a retriever of theirs, which finds for everybody alike. */
    public static Retriever of(ContentRetriever retriever) {
        return question -> retriever.retrieve(Query.from(question.text())).stream()
                .limit(question.most())
                .map(LangChain4jRetriever::passage)
                .toList();
    }

    /** By a store and the model that its vectors are of; everybody finds everything. */
    public static Retriever of(EmbeddingStore<TextSegment> store, EmbeddingModel model) {
        return of(store, model, question -> null);
    }

    /**
     * The same, of which each question finds a part.
     *
     * @param visible which segments somebody may see, by their metadata; null: all
     */
    public static Retriever of(
            EmbeddingStore<TextSegment> store,
            EmbeddingModel model,
            Function<Retriever.Question, @Nullable Filter> visible) {
        return question -> store
                .search(EmbeddingSearchRequest.builder()
                        .queryEmbedding(model.embed(question.text()).content())
                        .maxResults(question.most())
                        .filter(visible.apply(question))
                        .build())
                .matches()
                .stream()
                .map(LangChain4jRetriever::passage)
                .toList();
    }

    private static Passage passage(EmbeddingMatch<TextSegment> match) {
        TextSegment segment = match.embedded();
        return new Passage(segment.text(), score(match.score()), citation(segment.metadata(), match.embeddingId()));
    }

    private static Passage passage(Content content) {
        TextSegment segment = content.textSegment();
        Object score = content.metadata().get(ContentMetadata.SCORE);
        return new Passage(
                segment.text(),
                score instanceof Double known ? score(known) : 0,
                citation(segment.metadata(), String.valueOf(content.metadata().get(ContentMetadata.EMBEDDING_ID))));
    }

    private static double score(double theirs) {
        return Math.clamp(theirs, 0, 1);
    }

    private static Citation citation(Metadata metadata, String id) {
        return new Citation(
                first(metadata, List.of("source", "url", "file_name"), id),
                first(metadata, List.of("title"), ""),
                first(metadata, List.of("url", "uri"), ""));
    }

    private static String first(Metadata metadata, List<String> names, String otherwise) {
        Stream<String> known = names.stream()
                .filter(metadata::containsKey)
                .map(name -> String.valueOf(metadata.toMap().get(name)));
        return known.findFirst().orElse(otherwise);
    }
}
