/** What a run may spend and what it has spent, and the arithmetic of admission to a limited resource. */
@NullMarked
package org.talkoot.core.budget;

import org.jspecify.annotations.NullMarked;
