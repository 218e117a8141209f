/**
 * The connection to the one SQL database, SQLite in a file or Postgres: settings, who reads and who writes, schema
 * migration and the few places where the two speak differently.
 */
@NullMarked
package org.talkoot.persistence.database;

import org.jspecify.annotations.NullMarked;
