/**
 * The one way from a node to the models: {@link org.talkoot.agents.model.ModelGateway} admits calls within the limits
 * of their provider, fairly between tenants, repeats what failed for the moment and falls back to other models. What it
 * decides is in {@code CallScheduler}, {@code Admission} and {@code Breaker}, which know no actor, thread or clock.
 */
@NullMarked
package org.talkoot.agents.model;

import org.jspecify.annotations.NullMarked;
