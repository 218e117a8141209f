/** Work that may block, in order where order matters and once where once is enough. */
@NullMarked
package org.talkoot.bridges.async;

import org.jspecify.annotations.NullMarked;
