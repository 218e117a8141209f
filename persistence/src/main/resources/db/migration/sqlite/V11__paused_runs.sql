-- Since when a run is paused, by itself and with the run that asked for it; 0 or nothing: it is not.
ALTER TABLE run_view ADD COLUMN paused_at INTEGER;
ALTER TABLE run_view ADD COLUMN paused_above_at INTEGER;
