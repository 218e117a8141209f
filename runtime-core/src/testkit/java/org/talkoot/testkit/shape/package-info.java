/** What stored values and messages look like, written down, so that nobody changes it by accident. */
@NullMarked
package org.talkoot.testkit.shape;

import org.jspecify.annotations.NullMarked;
