package org.talkoot.core.context;

import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.model.ModelName;

/**
 * A model is asked for a summary.
 *
 * @param run in which it was asked; it may end before the reply comes
 * @param prompt number of the prompt among those the agent has used
 * @param after index of the first message that it is to tell of; of what lies before, the last summary does
 * @param upTo as in {@link Summary}
 * @param weight of all that it is to tell of, as in {@link Weights}
 */
public record OpenSummary(RunId run, CallId call, int prompt, ModelName model, int after, int upTo, long weight) {}
