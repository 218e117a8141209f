/**
 * The entities: sharded, event-sourced actors that run the deciders of {@code runtime-core} and perform what is
 * outstanding. {@link org.talkoot.agents.entity.AgentRuntime} is the way in.
 */
@NullMarked
package org.talkoot.agents.entity;

import org.jspecify.annotations.NullMarked;
