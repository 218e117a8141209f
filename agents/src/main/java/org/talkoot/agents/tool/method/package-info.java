/** Tools made of annotated methods: their specification, their arguments, their call. */
@NullMarked
package org.talkoot.agents.tool.method;

import org.jspecify.annotations.NullMarked;
