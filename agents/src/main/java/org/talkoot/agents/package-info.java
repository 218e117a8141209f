/**
 * The Pekko entities that run the deciders of {@code org.talkoot.core} and perform the effects these leave outstanding,
 * the model gateway and the tool runner. Knows the model, never the database or a socket.
 */
@NullMarked
package org.talkoot.agents;

import org.jspecify.annotations.NullMarked;
