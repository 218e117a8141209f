/**
 * A model without a model: keyword rules that pick tools, fill their arguments from the text and sum up what they
 * brought, so that everything works without a key and without a network.
 */
@NullMarked
package org.talkoot.agents.provider.offline;

import org.jspecify.annotations.NullMarked;
