/** What an evaluation consists of: cases, what is checked, and the models that are compared. Values alone. */
@NullMarked
package org.talkoot.eval.suite;

import org.jspecify.annotations.NullMarked;
