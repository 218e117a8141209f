/**
 * Models of OpenAI (and whoever speaks its protocol), Anthropic, Google, Mistral and Ollama, by way of LangChain4j.
 * Nothing of that library is seen outside this package.
 */
@NullMarked
package org.talkoot.agents.provider.langchain4j;

import org.jspecify.annotations.NullMarked;
