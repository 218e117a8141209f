/** An application on a node of its own in this process, for one case: nothing that it has is production's. */
@NullMarked
package org.talkoot.eval.node;

import org.jspecify.annotations.NullMarked;
