/** How many entities one node keeps in memory. */
@NullMarked
package org.talkoot.agents.memory;

import org.jspecify.annotations.NullMarked;
