/** Real brokers, each with the plain client that a stranger would write from its page in docs. */
@NullMarked
package org.talkoot.proofs.foreign;

import org.jspecify.annotations.NullMarked;
