/** Passages of documents that have to do with a question: the port behind which a store is, and what it finds. Pure. */
@NullMarked
package org.talkoot.core.retrieval;

import org.jspecify.annotations.NullMarked;
