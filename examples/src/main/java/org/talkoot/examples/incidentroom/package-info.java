/** A blackboard: four agents who know different things of one morning find out why a service is in trouble. */
@NullMarked
package org.talkoot.examples.incidentroom;

import org.jspecify.annotations.NullMarked;
