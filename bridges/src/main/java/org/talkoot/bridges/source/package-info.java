/**
 * What ways in and out of all brokers are built with: deliveries that are held until the intake has them, and ways that
 * begin when what they need at their broker is there.
 */
@NullMarked
package org.talkoot.bridges.source;

import org.jspecify.annotations.NullMarked;
