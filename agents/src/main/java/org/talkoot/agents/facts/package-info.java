/** The tools by which a model remembers, recalls and forgets. */
@NullMarked
package org.talkoot.agents.facts;

import org.jspecify.annotations.NullMarked;
