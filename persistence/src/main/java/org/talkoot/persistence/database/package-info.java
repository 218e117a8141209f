/**
 * The connection to the one SQL database, H2 in a file or Postgres: settings, pools, schema
 * migration and the few places where the two speak differently.
 */
@NullMarked
package org.talkoot.persistence.database;

import org.jspecify.annotations.NullMarked;
