/** The state of an agent and of the run that it works on: what is known, what is waited for, what was left behind. */
@NullMarked
package org.talkoot.core.run.state;

import org.jspecify.annotations.NullMarked;
