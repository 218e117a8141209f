package org.talkoot.core.memory;

import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;

/** Where a fact was learned. */
public record Source(ConversationId conversation, RunId run, CallId call) {}
