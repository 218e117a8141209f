package org.talkoot.core.budget;

import org.jspecify.annotations.Nullable;

/**
 * How a run hands down its budget to those whom it asks at once: whoever is to have a certain one gets it, as far as it
 * is left; the others get equal parts, if the run has a budget itself. For one decision.
 */
public final class Shares {

    private final boolean always;
    private Budget left;
    private int takers;

    /**
     * Of what is left.
     *
     * @param takers how many are asked
     * @param always whether each of them has to have one
     */
    public Shares(Budget left, int takers, boolean always) {
        this.left = left;
        this.takers = takers;
        this.always = always;
    }

    /**
     * What the next one gets; null: no more than his own limits say.
     *
     * @param wanted what he is to have; null: that was not said
     */
    public @Nullable Budget next(@Nullable Budget wanted) {
        int waiting = takers--;
        if (wanted == null && !always) {
            return null;
        }
        Budget share = wanted == null ? left.part(waiting) : wanted.atMost(left);
        left = left.minus(share);
        return share;
    }
}
