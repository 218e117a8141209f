package org.talkoot.core.model;

/**
 * What a model's answer has to be: one JSON value that a schema accepts. A provider that can keep a model to it does;
 * to others the schema is said in words.
 *
 * @param name 1 to 64 of {@code A-Z a-z 0-9 _ -}
 * @param schema JSON schema, draft 2020-12, of an object
 */
public record AnswerFormat(String name, String schema) {}
