/** The ledger of tool calls with side effects, in the database that all nodes share. */
@NullMarked
package org.talkoot.persistence.ledger;

import org.jspecify.annotations.NullMarked;
