/** How an installation uses NATS: what configuration says, checked. Connects to nothing. */
@NullMarked
package org.talkoot.bridges.nats.settings;

import org.jspecify.annotations.NullMarked;
