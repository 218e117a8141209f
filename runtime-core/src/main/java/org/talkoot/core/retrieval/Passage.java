package org.talkoot.core.retrieval;

/**
 * A piece of a document.
 *
 * @param score how much it has to do with the question, from 0 to 1; 0: nobody says
 */
public record Passage(String text, double score, Citation citation) {
    public Passage {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score is between 0 and 1, not " + score);
        }
    }

    /** The same in other words. */
    public Passage saying(String changed) {
        return new Passage(changed, score, citation);
    }
}
