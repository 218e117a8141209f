/**
 * What nodes say to each other: messages by stable names and versions, as JSON. A class name never leaves a node, and
 * what is not in the catalog is neither written nor read.
 */
@NullMarked
package org.talkoot.agents.wire;

import org.jspecify.annotations.NullMarked;
