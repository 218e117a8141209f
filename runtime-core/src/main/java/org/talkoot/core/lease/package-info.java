/** What a node owns for a time: one lease for each incarnation of a node, whatever it is that the node owns. */
@NullMarked
package org.talkoot.core.lease;

import org.jspecify.annotations.NullMarked;
