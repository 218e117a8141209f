/**
 * A cluster of processes under faults: nodes in network namespaces of their own on one Postgres, faults from a seed, a
 * record of what clients saw and the database took, and a checker of that record.
 */
@NullMarked
package org.talkoot.proofs.chaos;

import org.jspecify.annotations.NullMarked;
