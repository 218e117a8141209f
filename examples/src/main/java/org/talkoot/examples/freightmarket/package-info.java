/** A market: carriers bid for what somebody wants moved, and the cheapest one that has a lorry moves it. */
@NullMarked
package org.talkoot.examples.freightmarket;

import org.jspecify.annotations.NullMarked;
