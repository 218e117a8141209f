/** Suites as YAML files; whatever is wrong is said with its file and line. */
@NullMarked
package org.talkoot.eval.yaml;

import org.jspecify.annotations.NullMarked;
