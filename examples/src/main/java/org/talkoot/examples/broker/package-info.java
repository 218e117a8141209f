/**
 * A broker beside a node, for {@code ./talkoot up --broker}: started from what the machine has, ended with the node.
 */
@NullMarked
package org.talkoot.examples.broker;

import org.jspecify.annotations.NullMarked;
