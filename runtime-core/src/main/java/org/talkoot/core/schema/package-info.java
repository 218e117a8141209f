/**
 * Java types as JSON: the schema of records, derived once, and values read by it and written. What a model answers and
 * what agents hand each other goes this way, and the schemas of tools begin here.
 */
@NullMarked
package org.talkoot.core.schema;

import org.jspecify.annotations.NullMarked;
