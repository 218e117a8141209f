package org.talkoot.eval.outcome;

import java.util.Locale;
import org.talkoot.core.model.TokenUsage;

/** What models were asked, and what that cost by the prices of the node. */
public record Spending(int modelCalls, TokenUsage usage) {

    public static final Spending NOTHING = new Spending(0, TokenUsage.NONE);

    public Spending call(TokenUsage more) {
        return new Spending(modelCalls + 1, usage.plus(more));
    }

    public Spending plus(Spending other) {
        return new Spending(modelCalls + other.modelCalls, usage.plus(other.usage));
    }

    /** In units of the currency. */
    public String money() {
        return money(usage.costMicros());
    }

    public static String money(long micros) {
        return String.format(Locale.ROOT, "%.6f", micros / 1e6).replaceFirst("(\\.\\d\\d\\d*?)0+$", "$1");
    }
}
