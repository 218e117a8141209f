/** What workers' ways to brokers have in common. */
@NullMarked
package org.talkoot.worker.broker;

import org.jspecify.annotations.NullMarked;
