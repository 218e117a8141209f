/**
 * Pulsar: a way in that acknowledges a message when the journal has it, a way out that the broker frees of repeats, and
 * topics as configuration declares them. The only package that knows Pulsar's client.
 */
@NullMarked
package org.talkoot.bridges.pulsar;

import org.jspecify.annotations.NullMarked;
