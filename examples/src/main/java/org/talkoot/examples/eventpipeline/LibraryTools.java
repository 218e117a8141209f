package org.talkoot.examples.eventpipeline;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

import org.talkoot.agents.tool.Effect;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.SideEffect;

import java.util.List;

/** What the team can do in its library. */
record LibraryTools(Library library) {

    record Found(String id, String title, String begins) {}

    @Tool(name = "search_documents", value = "Searches the documents of the library by words")
    @Effect(SideEffect.READ_ONLY)
    List<Found> searchDocuments(@P(name = "query", description = "words") String query) {
        return library.search(query).stream()
                .map(found -> new Found(found.id(), found.title(), found.firstSentence()))
                .toList();
    }

    @Tool(name = "read_document", value = "Reads one document of the library")
    @Effect(SideEffect.READ_ONLY)
    String readDocument(@P(name = "document_id", description = "such as DOC-1") String documentId) {
        return library.find(documentId)
                .map(found -> "%s: %s\n%s".formatted(found.id(), found.title(), found.text()))
                .orElseThrow(
                        () ->
                                ToolFailureException.permanent(
                                        "no-document", "There is no document " + documentId));
    }

    @Tool(name = "file_article", value = "Files an approved article")
    @Effect(SideEffect.IDEMPOTENT)
    String fileArticle(
            @P(name = "topic", description = "what it is about") String topic,
            @P(name = "text", description = "the article") String text,
            IdempotencyKey key) {
        return library.file(key.value(), topic, text);
    }
}
