/**
 * The testkit for running agents: scenarios played against the real entities on the Pekko testkits, with virtual time
 * and a journal in memory. It is published with the classifier {@code testkit}.
 */
@NullMarked
package org.talkoot.testkit.agents;

import org.jspecify.annotations.NullMarked;
