/** What a run asks of a language model and what comes back; the port that providers implement. */
@NullMarked
package org.talkoot.core.model;

import org.jspecify.annotations.NullMarked;
