/**
 * Everything that reads and writes the database: the event catalog and its codec, the journal and its schema, leases,
 * the ledger of tool calls and the views. Knows the model, never the agents that run it.
 */
@NullMarked
package org.talkoot.persistence;

import org.jspecify.annotations.NullMarked;
