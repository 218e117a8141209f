/**
 * How events and states are written down: stable names and versions in one catalog, compact JSON by one codec,
 * upcasters for what older releases wrote. Class names never reach the disk.
 */
@NullMarked
package org.talkoot.persistence.codec;

import org.jspecify.annotations.NullMarked;
