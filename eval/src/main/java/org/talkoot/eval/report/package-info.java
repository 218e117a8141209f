/** What was found, for people at a terminal, in a file, and for CI. */
@NullMarked
package org.talkoot.eval.report;

import org.jspecify.annotations.NullMarked;
