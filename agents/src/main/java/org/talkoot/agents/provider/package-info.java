/** Which models a node has, read from {@code talkoot.models}. */
@NullMarked
package org.talkoot.agents.provider;

import org.jspecify.annotations.NullMarked;
