package org.talkoot.core.retrieval;

/**
 * Where a passage stands.
 *
 * @param source its name in the store: a document, a page, a row
 * @param title for people; empty: it has none
 * @param uri where it can be read; empty: nowhere that is known
 */
public record Citation(String source, String title, String uri) {

    /** Of a source without a title. */
    public static Citation of(String source) {
        return new Citation(source, "", "");
    }
}
