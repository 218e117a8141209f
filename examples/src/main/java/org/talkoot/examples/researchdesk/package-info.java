/** A supervisor whose workers read at the same time, and an evaluator that has the answer shortened. */
@NullMarked
package org.talkoot.examples.researchdesk;

import org.jspecify.annotations.NullMarked;
