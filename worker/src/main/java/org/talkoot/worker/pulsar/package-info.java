/** Calls from Pulsar. Needs {@code org.apache.pulsar:pulsar-client} on the class path. */
@NullMarked
package org.talkoot.worker.pulsar;

import org.jspecify.annotations.NullMarked;
