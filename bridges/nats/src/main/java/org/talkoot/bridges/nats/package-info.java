/**
 * NATS: lanes of JetStream that acknowledge when the journal has a record, a way out, questions that are answered, and
 * streams as configuration declares them. The only package that knows the client of NATS.
 */
@NullMarked
package org.talkoot.bridges.nats;

import org.jspecify.annotations.NullMarked;
