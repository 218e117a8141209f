/** Teams of agents on three nodes, of which one is killed in the middle of their work. */
@NullMarked
package org.talkoot.proofs.teams;

import org.jspecify.annotations.NullMarked;
