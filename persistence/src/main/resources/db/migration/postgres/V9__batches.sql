-- Which batch a conversation is of, and only of those that are of one.
ALTER TABLE conversation_view ADD COLUMN batch TEXT;
CREATE INDEX conversation_view_batch ON conversation_view (tenant, batch, conversation) WHERE batch IS NOT NULL;
-- Who works for a run, to draw it.
CREATE INDEX run_view_parent ON run_view (tenant, parent_run) WHERE parent_run IS NOT NULL;
