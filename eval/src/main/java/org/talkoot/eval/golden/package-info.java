/**
 * Golden conversations: recorded once, replayed against code that has changed. What models and tools said is played;
 * what the code tells them is compared.
 */
@NullMarked
package org.talkoot.eval.golden;

import org.jspecify.annotations.NullMarked;
