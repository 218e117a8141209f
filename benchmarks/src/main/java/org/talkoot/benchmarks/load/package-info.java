/** The load of all workloads: a node, clients in a closed loop, what it costs, and the report of it. */
@NullMarked
package org.talkoot.benchmarks.load;

import org.jspecify.annotations.NullMarked;
