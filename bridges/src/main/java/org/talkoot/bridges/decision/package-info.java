/** Decisions of people that come in as events: who has signed them, and which run asked. */
@NullMarked
package org.talkoot.bridges.decision;

import org.jspecify.annotations.NullMarked;
