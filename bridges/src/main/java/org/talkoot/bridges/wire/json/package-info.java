/** JSON as it came, with every digit, and what cannot be read of it. */
@NullMarked
package org.talkoot.bridges.wire.json;

import org.jspecify.annotations.NullMarked;
