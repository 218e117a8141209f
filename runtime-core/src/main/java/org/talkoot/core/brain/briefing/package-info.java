/** Brains that find something out before a model is asked, and say where it stands. */
@NullMarked
package org.talkoot.core.brain.briefing;

import org.jspecify.annotations.NullMarked;
