/** Brains that make a team of agents: who is asked, who may speak, who gets the work. Each is one small file. */
@NullMarked
package org.talkoot.core.brain.team;

import org.jspecify.annotations.NullMarked;
