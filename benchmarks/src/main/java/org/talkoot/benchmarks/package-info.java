/**
 * Load scenarios and micro-benchmarks, run against the same node that users run, with the results recorded beside them.
 */
@NullMarked
package org.talkoot.benchmarks;

import org.jspecify.annotations.NullMarked;
