/**
 * A node, for programs in other processes; begin with {@link org.talkoot.client.TalkootClient}. Knows the HTTP surface
 * and nothing else of Talkoot.
 */
@NullMarked
package org.talkoot.client;

import org.jspecify.annotations.NullMarked;
