package org.talkoot.eval.check;

import org.talkoot.eval.outcome.Outcome;
import org.talkoot.eval.suite.Check;

/** Somebody who says how well a conversation meets criteria in words. Called by several threads at once. */
@FunctionalInterface
public interface Judging {

    Finding judge(Check.Judged rule, Outcome outcome);
}
