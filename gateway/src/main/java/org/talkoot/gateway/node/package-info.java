/**
 * The node: the one page of wiring that puts all parts together, how it starts and how it stops.
 * {@link org.talkoot.gateway.node.Talkoot} is where an application begins.
 */
@NullMarked
package org.talkoot.gateway.node;

import org.jspecify.annotations.NullMarked;
