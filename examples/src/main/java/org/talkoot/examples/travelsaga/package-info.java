/** Three bookings at three companies: all of them or none. */
@NullMarked
package org.talkoot.examples.travelsaga;

import org.jspecify.annotations.NullMarked;
