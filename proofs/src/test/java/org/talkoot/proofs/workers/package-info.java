/** Tools in processes of their own, which are killed, and the node that waits for them, which is killed too. */
@NullMarked
package org.talkoot.proofs.workers;

import org.jspecify.annotations.NullMarked;
