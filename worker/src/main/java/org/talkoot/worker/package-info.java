/**
 * Runs tools of Talkoot outside of its nodes: takes calls from a broker, hands them to handlers, and reports. Needs
 * nothing of a node; what goes over the wire is in {@code docs/remote-tools.md}.
 */
@NullMarked
package org.talkoot.worker;

import org.jspecify.annotations.NullMarked;
