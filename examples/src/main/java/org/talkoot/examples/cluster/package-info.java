/** Several nodes and their database on one machine: what {@code ./talkoot cluster} starts. */
@NullMarked
package org.talkoot.examples.cluster;

import org.jspecify.annotations.NullMarked;
