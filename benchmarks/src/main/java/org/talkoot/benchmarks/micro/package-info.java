/** JMH benchmarks of single layers: what deciding, folding and encoding cost without anything around them. */
@NullMarked
package org.talkoot.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
