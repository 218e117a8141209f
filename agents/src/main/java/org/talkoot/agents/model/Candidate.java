package org.talkoot.agents.model;

import org.talkoot.core.model.ModelName;

/**
 * One model that may answer a call.
 *
 * @param model as {@code provider/model}; the client is asked under this name
 */
public record Candidate(ModelName model, Provider provider, Price price) {}
