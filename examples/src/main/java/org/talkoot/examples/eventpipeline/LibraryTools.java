package org.talkoot.examples.eventpipeline;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import org.talkoot.agents.tool.ToolFailureException;
import org.talkoot.agents.tool.method.SideEffects;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.tool.SideEffect;

/** What the team can do in its library. */
record LibraryTools(Library library) {

    record Found(String id, String title, String begins) {}

    @Tool(name = "search_documents", value = "Searches the documents of the library by words")
    @SideEffects(SideEffect.READ_ONLY)
    List<Found> searchDocuments(@P(name = "query", description = "words") String query) {
        return library.search(query).stream()
                .map(found -> new Found(found.id(), found.title(), found.firstSentence()))
                .toList();
    }

    @Tool(name = "read_document", value = "Reads one document of the library")
    @SideEffects(SideEffect.READ_ONLY)
    String readDocument(@P(name = "document_id", description = "such as DOC-1") String documentId) {
        return library.find(documentId)
                .map(found -> "%s: %s\n%s".formatted(found.id(), found.title(), found.text()))
                .orElseThrow(() -> ToolFailureException.permanent("no-document", "There is no document " + documentId));
    }

    @Tool(name = "file_article", value = "Files an approved article")
    @SideEffects(SideEffect.IDEMPOTENT)
    String fileArticle(
            @P(name = "topic", description = "what it is about") String topic,
            @P(name = "text", description = "the article") String text,
            IdempotencyKey key) {
        return library.file(key.value(), topic, text);
    }
}
