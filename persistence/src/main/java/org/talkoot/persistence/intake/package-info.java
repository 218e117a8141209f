/** How far the journal has come with what brokers deliver. */
@NullMarked
package org.talkoot.persistence.intake;

import org.jspecify.annotations.NullMarked;
