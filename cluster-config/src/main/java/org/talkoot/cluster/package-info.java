/**
 * How nodes find each other, what each of them is for and how they leave: settings, roles, cluster formation, sharding
 * and split-brain policy, health and orderly shutdown. Knows nothing about agents.
 */
@NullMarked
package org.talkoot.cluster;

import org.jspecify.annotations.NullMarked;
