/**
 * What authors of agents write and read: definitions, brains and their next steps, what a run is asked for and how it
 * ends.
 */
@NullMarked
package org.talkoot.core.agent;

import org.jspecify.annotations.NullMarked;
