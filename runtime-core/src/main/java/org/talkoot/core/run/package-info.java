/** The run aggregate: one agent's work on one request, step by step. */
@NullMarked
package org.talkoot.core.run;

import org.jspecify.annotations.NullMarked;
