/** Tests alone; what they are of stands in the packages below. */
@NullMarked
package org.talkoot.proofs;

import org.jspecify.annotations.NullMarked;
