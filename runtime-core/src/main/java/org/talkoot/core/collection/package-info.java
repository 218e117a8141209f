/** Immutable collections whose changed copies share almost everything with the original. */
@NullMarked
package org.talkoot.core.collection;

import org.jspecify.annotations.NullMarked;
