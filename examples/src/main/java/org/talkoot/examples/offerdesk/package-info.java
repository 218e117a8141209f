/** A flow with each kind of way in it: an offer is written from what is in stock and what it costs. */
@NullMarked
package org.talkoot.examples.offerdesk;

import org.jspecify.annotations.NullMarked;
