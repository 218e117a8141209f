/** Retrievers as tools: the one place that passages come through, whatever store they are from. */
@NullMarked
package org.talkoot.agents.retrieval;

import org.jspecify.annotations.NullMarked;
