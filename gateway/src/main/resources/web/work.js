// Who works for a run and what each has asked for, as lines of a tree: {key, depth, kind, open, bad, text, can}.
// What somebody who looks can do: {does: 'pause' | 'resume', run} or {does: 'signal', run, name}
export function lines(graph) {
  const runs = new Map(graph.runs.map(run => [run.run_id, run])), calls = Map.groupBy?.(graph.calls, c => c.run_id) ?? grouped(graph.calls);
  const found = [], drawn = new Set(), now = Date.parse(graph.at);
  const walk = (run, depth) => { // each run once, whatever a graph says
    if (drawn.has(run.run_id)) return;
    drawn.add(run.run_id); found.push(ofRun(run, depth, now));
    for (const call of calls.get(run.run_id) ?? []) {
      found.push(ofCall(call, depth + 1));
      if (runs.has(call.to_run_id)) walk(runs.get(call.to_run_id), depth + 2);
    }
  };
  graph.runs.forEach(run => walk(run, 0)); // the first is the one that was asked for; of the others those that no call leads to
  if (graph.truncated) found.push({ key: 'more', depth: 0, kind: 'more', open: false, bad: false, text: 'and more' });
  return found;
}
// What is said with a signal: JSON if it is any, else a text; nothing is null
export function payload(text) {
  if (!text.trim()) return null;
  try { return JSON.parse(text); } catch (_) { return text; }
}
// Nobody works for it any more
export const isOver = graph => ['answered', 'failed', 'handed_off'].includes(graph.runs[0].status) && graph.calls.every(call => !call.open);

function grouped(calls) {
  const by = new Map();
  for (const call of calls) by.set(call.run_id, [...(by.get(call.run_id) ?? []), call]);
  return by;
}
const seconds = ms => (Math.max(0, ms) / 1000).toFixed(1) + ' s';
const cost = usage => usage?.cost_micros > 0 ? ', ' + (usage.cost_micros / 1e6).toFixed(4) : '';
const tokens = usage => usage ? ', ' + (usage.input_tokens + usage.output_tokens) + ' tokens' : '';
const plain = status => status.replaceAll('_', ' ').replaceAll('-', ' ');
function ofRun(run, depth, now) {
  const open = !run.ended_at, from = Date.parse(run.started_at ?? run.asked_at), to = open ? now : Date.parse(run.ended_at);
  const how = plain(run.status) + (run.failure ? ': ' + run.failure.code : '');
  const can = open ? { does: run.status === 'paused' ? 'resume' : 'pause', run: run.run_id } : undefined;
  return { key: run.run_id, can, depth, kind: 'run', open, bad: run.status === 'failed', text: run.agent + ' — ' + how + (run.started_at ? ', ' + seconds(to - from) : '') };
}
const VERB = { model: 'asks model ', tool: 'uses ', agent: 'asks ', person: 'asks people: ', event: 'waits for ', signal: 'waits for the signal ', timer: 'sleeps', handoff: 'hands over to ' };
const FINE = new Set(['replied', 'done', 'answered', 'handed-off', 'approved', 'overtaken', 'fired', 'received', 'given-up', 'left']);
function ofCall(call, depth) {
  const what = (VERB[call.kind] ?? call.kind + ' ') + (call.kind === 'timer' ? '' : call.name);
  const bad = !call.open && !FINE.has(call.status); // what failed says how
  const time = call.kind === 'handoff' ? '' : ', ' + seconds(call.milliseconds);
  const can = call.open && call.kind === 'signal' ? { does: 'signal', run: call.run_id, name: call.name } : undefined;
  return { key: call.run_id + ' ' + call.call_id, can, depth, kind: call.kind, open: call.open, bad, text: what + ' — ' + plain(call.status) + time + tokens(call.usage) + cost(call.usage) };
}
