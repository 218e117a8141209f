/** Dead letters on a node: who records them, who looks at them, who is told. */
@NullMarked
package org.talkoot.bridges.deadletter;

import org.jspecify.annotations.NullMarked;
