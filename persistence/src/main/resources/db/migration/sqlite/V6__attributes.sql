-- What is known of a conversation: a JSON object of strings.
ALTER TABLE conversation_view ADD COLUMN attributes TEXT;
