/** Several processes that write one journal. */
@NullMarked
package org.talkoot.benchmarks.writers;

import org.jspecify.annotations.NullMarked;
