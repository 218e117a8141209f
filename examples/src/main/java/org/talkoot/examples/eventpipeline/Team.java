package org.talkoot.examples.eventpipeline;

import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.event.Subscription;

/** Who is in the team. The first takes every task that names nobody. */
/* Which way one agent reaches another:
 *
 * - Triage delegates to research: it cannot decide without the answer, so it waits for it.
 * - Triage hands off to writing: from then on the conversation belongs to writing, and whoever gave
 *   the task talks to it directly.
 * - Writing tells of its drafts by an event: it does not wait, and it does not know who reads them.
 *   A second reviewer, or a translator, subscribes and is in; nobody else changes.
 *
 * Two of the four are plain Java. A model is asked where language is understood or produced, and
 * not where a rule says it better. */
final class Team {

    private Team() {}

    static List<AgentDefinition> all() {
        return List.of(triage(), research(), writing(), review());
    }

    static AgentDefinition triage() {
        return AgentDefinition.of("triage", "takes tasks and finds out whether anything is known", new Triage());
    }

    static AgentDefinition research() {
        return AgentDefinition.of(
                "research",
                "finds documents and what they say",
                LlmBrain.of("""
                                You research in a small library. Search it, read the documents that fit, and answer with
                                what they say about the task, each fact with the id of its document, such as [DOC-1].
                                Report only what the documents say. If none of them fits, say so and name no id.
                                """).withTools("search_documents", "read_document"));
    }

    static AgentDefinition writing() {
        return AgentDefinition.of(
                        "writing", "writes short articles from documents", new Writing(LlmBrain.of("""
                                        You write short articles: one paragraph for each source, plain words, at most %d
                                        words in all. End each paragraph with the id of its source, such as [DOC-1].
                                        Use nothing but the sources. When a draft was rejected, mend what the reasons
                                        say and keep the rest. Answer with the article alone.
                                        """.formatted(
                                        HouseRules.MOST_WORDS))))
                .withSubscriptions(Subscription.to(Draft.REJECTED));
    }

    static AgentDefinition review() {
        return AgentDefinition.of("review", "holds drafts to the rules of the house", new Review())
                .withSubscriptions(Subscription.to(Draft.WRITTEN));
    }
}
