package org.talkoot.bridges.decision;

import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.RunId;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;

/**
 * What a person has decided elsewhere, as somebody whom the node believes has signed it.
 *
 * @param seen what the person had before them, word for word
 * @param by who decided
 */
public record SignedDecision(RunId run, CallId call, Seen seen, HumanDecision decision, Caller by) {}
