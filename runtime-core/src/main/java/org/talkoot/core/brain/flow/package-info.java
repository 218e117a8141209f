/** Flows: brains whose steps and the ways between them are written down, checked and drawn before anything runs. */
@NullMarked
package org.talkoot.core.brain.flow;

import org.jspecify.annotations.NullMarked;
