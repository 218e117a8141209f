/** How a view keeps its table: columns and their meaning, what a batch changes, one statement for it. */
@NullMarked
package org.talkoot.persistence.view.table;

import org.jspecify.annotations.NullMarked;
