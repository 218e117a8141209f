import { attached, picked } from './attached.js';
import { isOver, lines, payload } from './work.js';
const $ = selector => document.querySelector(selector), log = $('#log'), input = $('textarea');
// randomUUID exists only where the page comes from this machine or over TLS
const fresh = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('');
const id = decodeURIComponent(location.hash.slice(1)) || fresh(); history.replaceState(null, '', '#' + encodeURIComponent(id));
const base = '/v1/conversations/' + encodeURIComponent(id);
$('#where').textContent = $('#where').title = 'conversation ' + id;
addEventListener('hashchange', () => location.reload());
$('#new').onclick = e => { e.preventDefault(); location.hash = fresh(); };

// A node that wants to know who calls says 401; the token is kept for this tab alone.
let token = sessionStorage.getItem('talkoot-token');
function askToken(refused) {
  if (token !== refused) return true; // somebody has asked meanwhile
  const given = prompt(refused ? 'The node does not take this token. Another one?' : 'The node wants to know who you are. Your token?');
  if (given?.trim()) { token = given.trim(); sessionStorage.setItem('talkoot-token', token); }
  return !!given?.trim();
}
async function ask(path, options = {}) {
  for (;;) {
    const used = token, r = await fetch(path, { ...options, headers: { ...options.headers, ...(used ? { Authorization: 'Bearer ' + used } : {}) } });
    if (r.status !== 401 || !askToken(used)) return r;
  }
}

const el = (tag, className, ...children) => { const e = document.createElement(tag); e.className = className; e.append(...children); return e; };
function growing(change) { // who reads further up is left there
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  change(); if (atEnd) log.scrollTop = log.scrollHeight;
}
// Each text has its own direction, whatever stands around it
const own = element => { element.dir = 'auto'; return element; };
const add = element => { growing(() => log.append(element)); return element; };
const message = (kind, text, who, files) => {
  const span = own(el('span', '', text)), box = el('div', 'm ' + kind, ...(who ? [el('small', '', who)] : []), span);
  add(box); box.append(...attached(files, ask)); return span;
};
const note = (text, bad) => add(own(el('div', 'note' + (bad ? ' bad' : ''), text)));
const why = failure => failure.detail ?? failure.reason ?? failure.failure?.message ?? failure.type.replaceAll('-', ' ');

// By run: who works on it and which model spoke last. By run and call: what is shown of it.
const agents = new Map(), models = new Map(), calls = new Map(), live = new Map();
const key = d => d.run + ' ' + d.call;
let latest; // the run of the turn that began last
function began(run, agent) { latest = run; agents.set(run, agent); $('#busy').textContent = agent + ' is working …'; }
function ended() { live.forEach(s => s.parentNode.remove()); live.clear(); $('#busy').textContent = ''; }
function tool(run, call) {
  const head = el('summary', '', (agents.get(run) ?? '') + ' uses ' + call.tool), body = own(el('pre', '', call.arguments));
  calls.set(run + ' ' + call.id, { head, body }); return add(el('details', 'note', head, body));
}
function asks(d) { agents.set(d.run + '.' + d.call, d.to); const head = el('span', '', (agents.get(d.run) ?? '') + ' asks ' + d.to); calls.set(key(d), { head }); add(el('div', 'note', head)); }
function settled(d, good, text) {
  const shown = calls.get(key(d)); if (!shown) return;
  shown.head?.append(good ? ' ✓' : ' ✗'); shown.head?.classList.toggle('bad', !good); shown.body?.append('\n→ ' + text);
}
// Yes, no, or other arguments; what is decided holds for what is shown, and for nothing that it becomes
function controls(d, done = () => {}) {
  const box = el('div', 'decide'), comment = own(el('input', '')), said = own(el('div', 'bad')), [yes, no, words] = d.arguments === undefined ? ['Yes', 'No', 'In words'] : ['Approve', 'Deny', 'Why'];
  comment.placeholder = words + ' (optional)'; comment.setAttribute('aria-label', words);
  const button = (text, className, f) => { const b = el('button', className, text); b.onclick = f; return b; };
  const say = decision => decided(d, { ...decision, comment: comment.value }, box, said).then(done);
  const change = () => {
    const text = own(el('textarea', '')); text.value = d.arguments; text.setAttribute('aria-label', 'Arguments');
    box.replaceChildren(text, comment, button('Change', '', () => say({ arguments: text.value })), button('Back', 'deny', first), said); text.focus();
  };
  const first = () => box.replaceChildren(comment, button(yes, '', () => say({ approve: true })), button(no, 'deny', () => say({ approve: false })),
    ...(d.arguments === undefined ? [] : [button('Edit', 'deny', change)]), said);
  first(); return box;
}
function question(d) {
  const buttons = controls(d); refresh();
  calls.set(key(d), { ...calls.get(key(d)), buttons }); $('#busy').textContent = 'Waiting for a decision …';
  add(el('div', 'm assistant asks', el('small', '', (agents.get(d.run) ?? '') + ' asks a human'), own(el('span', '', d.question)), buttons));
}
// A call that waits for people: what it is now stands in the latest request, and what is decided holds for that version alone
function approval(d) {
  const r = d.request, shown = { run: d.run, call: r.call, version: r.version };
  calls.set(key(shown), { ...calls.get(key(shown)), id: r.call, tool: r.tool, arguments: r.arguments });
  const terms = r.terms, many = terms.approvals > 1 ? terms.approvals + ' people' : 'somebody', by = [...terms.roles, ...terms.users].join(', ');
  question({ ...shown, arguments: r.arguments, question: 'May ' + r.tool + ' run with ' + r.arguments + '? It takes ' + many + (by ? ' of ' + by : '') + '.' });
}
function over(d, said) {
  refresh();
  calls.get(key(d))?.buttons?.replaceChildren(own(el('small', '', said))); if (agents.has(d.run)) $('#busy').textContent = agents.get(d.run) + ' is working …';
}
const who = by => by?.user || 'somebody';
async function decided(d, decision, box, said) {
  const able = on => box.querySelectorAll('button, input, textarea').forEach(e => { e.disabled = !on; });
  able(false); said.textContent = '';
  try {
    const r = await ask(['/v1/runs', encodeURIComponent(d.run), 'approvals', encodeURIComponent(d.call)].join('/'), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...decision, version: d.version, digest: d.digest, by: 'web' }) });
    if (!r.ok) said.textContent = (await r.json()).detail;
    if (r.ok) return;
  } catch (_) { said.textContent = 'The node cannot be reached.'; }
  able(true);
}

// What waits for people, of all conversations: rows stay while what they show is the same, so nobody loses what they type
const rows = new Map(), STEP = 50; let shown = STEP, asked = false, again = false;
const full = async row => { const r = row.shortened ? await ask(row.href) : null; return r?.ok ? await r.json() : row; }; // nobody decides by half of it
const when = time => new Date(time).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
function entry(row) {
  const link = el('a', '', row.conversation_id), head = el('small', '', row.agent + ' in ', link, ', since ' + when(row.since) + ', until ' + when(row.until));
  link.href = '#' + encodeURIComponent(row.conversation_id); link.onclick = () => $('#inbox').close();
  const what = row.kind === 'call' ? [own(el('span', '', 'May ' + row.tool + ' run with')), own(el('pre', '', row.arguments))] : [own(el('span', '', row.question))];
  const by = [...row.roles, ...row.users].join(', '), terms = el('small', '', row.agreed + ' of ' + row.approvals + ' agreed' + (by ? '; it takes ' + by : ''));
  const d = { run: row.run_id, call: row.call_id, version: row.version, digest: row.digest, arguments: row.kind === 'call' ? row.arguments : undefined };
  return el('div', 'm assistant asks', head, ...what, terms, controls(d, refresh));
}
async function refresh() {
  again = asked; if (asked) return; // what is asked now may be news to what is under way
  asked = true;
  try {
    const role = $('#role').value.trim(), r = await ask('/v1/approvals?limit=' + shown + (role ? '&role=' + encodeURIComponent(role) : ''));
    if (!r.ok) return;
    const page = await r.json(), there = new Set();
    for (const row of page.approvals) {
      const name = [row.href, row.version, row.agreed, row.approvals, row.roles].join(' '); there.add(name);
      if (!rows.has(name)) rows.set(name, entry(await full(row)));
    }
    for (const name of rows.keys()) if (!there.has(name)) { rows.get(name).remove(); rows.delete(name); }
    [...there].forEach((name, at) => { if ($('#rows').children[at] !== rows.get(name)) $('#rows').insertBefore(rows.get(name), $('#rows').children[at] ?? null); });
    $('#waits').textContent = 'inbox' + (there.size ? ' (' + there.size + (page.next ? '+' : '') + ')' : '');
    $('#more').hidden = !page.next || shown >= 10 * STEP; $('#rows').classList.toggle('none', !there.size);
  } catch (_) { /* the node is away; the feed says so */ } finally { asked = false; }
  if (again) await refresh();
}
$('#waits').onclick = e => { e.preventDefault(); refresh(); $('#inbox').showModal(); };
$('#close').onclick = () => $('#inbox').close();
$('#more').onclick = () => { shown += STEP; refresh(); };
$('#role').onchange = refresh;
setInterval(() => { if (!document.hidden) refresh(); }, 10_000);

// Who works for the latest run, and what waits for what: looked at each second while it goes on and somebody looks. Lines stay while they are there, so nobody loses what he types
const items = new Map(); let drawing = false, asleep = () => {};
function act(can) { // the key stays until it is known that the signal is there: again is the same one
  const box = el('span', 'decide'), said = own(el('span', 'bad')), button = el('button', can.does === 'pause' ? 'deny' : '', { pause: 'Pause', resume: 'Resume', signal: 'Send' }[can.does]);
  const input = can.does === 'signal' ? own(el('input', '')) : null; let key = fresh();
  if (input) { input.placeholder = 'JSON or text (optional)'; input.setAttribute('aria-label', 'What is said with ' + can.name); input.onkeydown = e => { if (e.key === 'Enter' && !e.isComposing) button.click(); }; }
  button.onclick = async () => {
    const path = '/v1/runs/' + encodeURIComponent(can.run) + (input ? '/signals/' + encodeURIComponent(can.name) : '/' + can.does);
    button.disabled = true; said.textContent = '';
    try {
      const r = await ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...(input ? { 'Idempotency-Key': key } : {}) }, body: JSON.stringify(input ? { payload: payload(input.value) } : { reason: 'from the page' }) });
      if (r.ok) { key = fresh(); asleep(); return; }
      said.textContent = (await r.json()).detail; if (r.status < 500) key = fresh();
    } catch (_) { said.textContent = 'The node cannot be reached.'; } finally { button.disabled = false; }
  };
  box.append(...(input ? [input] : []), button, said); return box;
}
function shownLine(line) {
  const does = line.can?.does ?? '', known = items.get(line.key), one = known ?? { item: el('li', ''), text: own(el('span', '')) };
  if (!known) { one.item.role = 'treeitem'; one.item.append(one.text); items.set(line.key, one); }
  if (one.does !== does) { one.act?.remove(); one.act = line.can ? act(line.can) : null; if (one.act) one.item.append(one.act); one.does = does; }
  one.text.textContent = line.text; one.item.className = line.kind + (line.open ? ' open' : '') + (line.bad ? ' bad' : '');
  one.item.style.setProperty('--depth', line.depth); one.item.setAttribute('aria-level', line.depth + 1); return one.item;
}
async function draw() {
  if (drawing) return;
  drawing = true;
  for (let over; $('#work').open; await new Promise(done => { asleep = done; setTimeout(done, 1000); })) {
    const run = latest;
    if (!run || run === over) continue;
    try {
      const r = await ask('/v1/runs/' + encodeURIComponent(run) + '/graph'), graph = r.ok ? await r.json() : null;
      if (!graph) continue; // the view of runs is a moment behind
      const shown = lines(graph), there = new Set(shown.map(line => line.key)), tree = $('#tree');
      for (const [key, one] of items) if (!there.has(key)) { one.item.remove(); items.delete(key); }
      shown.map(shownLine).forEach((item, at) => { if (tree.children[at] !== item) tree.insertBefore(item, tree.children[at] ?? null); });
      if (isOver(graph)) over = run;
    } catch (_) { /* the node is away; the feed says so */ }
  }
  drawing = false;
}
$('#working').onclick = e => { e.preventDefault(); $('#work').showModal(); draw(); };
$('#work').onclick = e => { if (e.target === $('#work') || e.target.matches('header button')) $('#work').close(); };

const hearers = new Map(), on = (type, f) => hearers.set(type, f);
// A browser has six connections to a node; pages that it keeps to go back to would hold one each
const leaving = new AbortController();
addEventListener('pagehide', () => leaving.abort()); addEventListener('pageshow', e => { if (e.persisted) location.reload(); });
let last = 0;
function frame(text) { // of server-sent events; EventSource could not say who calls
  const field = {};
  text.split('\n').forEach(line => { const at = line.indexOf(': '); if (at > 0) field[line.slice(0, at)] = line.slice(at + 2); });
  if (!field.data) return;
  const event = JSON.parse(field.data); hearers.get(field.event)?.(event.data ?? event);
  if (field.id) last = field.id;
}
async function follow() {
  const r = await ask(base + '/events', { signal: leaving.signal, headers: { Accept: 'text/event-stream', 'Last-Event-ID': last } });
  if (r.status === 410) { ended(); log.replaceChildren(); note('This conversation has been removed.'); return true; }
  if (!r.ok) throw new Error((await r.json()).detail);
  $('#busy').textContent = '';
  const pieces = r.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = '', read; !(read = await pieces.read()).done;) {
    rest += read.value;
    for (let end; (end = rest.indexOf('\n\n')) >= 0; rest = rest.slice(end + 2)) frame(rest.slice(0, end));
  }
}
on('conversation.message-posted', d => message('user', d.text, undefined, d.attachments));
on('conversation.run-requested', d => began(d.run, d.agent));
on('conversation.handed-off', d => { ended(); note(d.from + ' hands over to ' + d.to); began(d.next, d.to); });
const failed = d => { ended(); note('No answer: ' + why(d.failure), true); };
on('conversation.turn-failed', failed); on('conversation.turn-abandoned', failed);
on('conversation.answer-posted', d => { ended(); message('assistant', d.text, [d.agent, models.get(d.run)].filter(Boolean).join(' · '), d.attachments); });
on('run.model-replied', d => { models.set(d.run, d.model); d.reply.calls?.forEach(c => calls.set(d.run + ' ' + c.id, c)); });
on('run.model-call-failed', d => note('The model failed: ' + why({ ...d.failure, detail: d.failure.message }), true));
on('run.proposed-calls-started', d => d.calls.forEach(c => tool(d.run, calls.get(d.run + ' ' + c) ?? { id: c, tool: c, arguments: '' })));
on('run.tool-calls-requested', d => d.calls.forEach(c => tool(d.run, c)));
on('run.tool-call-settled', d => settled(d, d.result.type === 'success', d.result.text ?? d.result.message));
on('run.proposed-delegation-started', asks); on('run.delegation-requested', asks);
on('run.delegation-settled', d => settled(d, d.outcome.type === 'answered', ''));
on('run.human-asked', question);
on('run.approval-requested', d => { over({ run: d.run, call: d.request.call }, 'asked anew'); approval(d); });
on('run.call-edited', d => { over({ run: d.run, call: d.request.call }, 'changed by ' + who(d.by)); approval(d); });
on('run.call-approved', d => note(who(d.by) + ' agrees' + (d.comment ? ': ' + d.comment : '')));
on('run.approved-call-started', d => { over(d, 'approved'); const c = calls.get(key(d)); if (c) tool(d.run, c); });
on('run.call-denied', d => { over(d, 'denied by ' + who(d.by) + (d.reason ? ': ' + d.reason : '')); settled(d, false, 'denied'); });
on('run.approval-expired', d => { over(d, 'nobody decided in time'); settled(d, false, 'not run'); });
on('run.human-decided', d => {
  const a = d.approval, said = a.type + (a.by ? ' by ' + a.by : '') + (a.comment ? ': ' + a.comment : '');
  over(d, said);
});
on('delta-restart', d => live.get(d.call_id)?.replaceChildren());
on('run.model-call-delayed', d => note((agents.get(d.run) ?? '') + ' waits for its model until ' + new Date(d.until).toLocaleTimeString()));
on('delta', d => { const s = live.get(d.call_id) ?? message('assistant', '', d.agent); live.set(d.call_id, s); growing(() => s.textContent += d.text); });
(async () => {
  for (;;) {
    try { if (await follow()) return; } catch (e) { ended(); $('#busy').textContent = 'The node is away; trying again …'; }
    await new Promise(done => setTimeout(done, 1000));
  }
})();

refresh();
async function choices() { // of agents; until the node has said them, or that it will not
  for (;;) {
    try {
      const r = await ask('/v1/agents');
      if (r.ok) return (await r.json()).agents.forEach(a => { const option = el('option', '', a.name); option.value = a.name; option.title = a.description; $('select').append(option); });
      if (r.status < 500) return;
    } catch (_) { /* the node is away; the feed says so */ }
    await new Promise(done => setTimeout(done, 1000));
  }
}
choices();
input.onkeydown = e => { if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); $('form').requestSubmit(); } };
const files = picked($('#files'), ask, why => note(why, true));
$('#attach').onclick = () => $('#chosen').click();
$('#chosen').onchange = e => { files.add([...e.target.files]); e.target.value = ''; };
$('form').onpaste = e => { if (e.clipboardData.files.length) { e.preventDefault(); files.add([...e.clipboardData.files]); } };
$('form').ondragover = e => e.preventDefault();
$('form').ondrop = e => { if (e.dataTransfer.files.length) { e.preventDefault(); files.add([...e.dataTransfer.files]); } };
$('form').onsubmit = async e => {
  e.preventDefault(); const text = input.value.trim(), agent = $('select').value || undefined, taken = files.take(); if (!text && !taken.length) return;
  const attachments = taken.map(f => ({ id: f.id, name: f.name }));
  const key = fresh(), giveBack = why => { note(why, true); input.value ||= text; files.giveBack(taken); }; input.value = ''; log.scrollTop = log.scrollHeight;
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const r = await ask(base + '/messages', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key }, body: JSON.stringify({ text, agent, attachments }) });
      if (r.ok) return;
      if (r.status < 500) return giveBack((await r.json()).detail);
    } catch (_) { /* the node is away: the same key makes the repeat harmless */ }
    await new Promise(done => setTimeout(done, 500 * 2 ** attempt));
  }
  giveBack('The node cannot be reached.');
};
