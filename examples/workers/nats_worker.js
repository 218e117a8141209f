#!/usr/bin/env node
// A worker by NATS JetStream, over a plain socket: NATS_ADDRESS=HOST:PORT node nats_worker.js [TOOL]
// Calls come in the stream tool-calls on tools.execute.TOOL.>, reports go to tools.result.CONVERSATION.
'use strict';

const net = require('node:net');
const { randomBytes } = require('node:crypto');

const STREAM = 'tool-calls';
const NO_STREAM = 10059;
const [host, port] = (process.env.NATS_ADDRESS || 'localhost:4222').split(':');
const tool = process.argv[2] || 'word_count';
const inbox = `_INBOX.${randomBytes(8).toString('hex')}`;
const waiting = new Map();
let number = 0;
let buffer = Buffer.alloc(0);

const socket = net.connect(Number(port), host, () => {
  socket.write('CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n');
});
socket.on('error', (e) => { console.error(e.message); process.exit(1); });
socket.on('close', () => process.exit(1)); // whoever supervises this starts it again
socket.on('data', (data) => {
  buffer = Buffer.concat([buffer, data]);
  while (step());
});

/** Takes one line, or one message, from what has come. */
function step() {
  const end = buffer.indexOf('\r\n');
  if (end < 0) return false;
  const words = buffer.subarray(0, end).toString().split(' ');
  if (words[0] !== 'MSG' && words[0] !== 'HMSG') {
    buffer = buffer.subarray(end + 2);
    if (words[0] === 'PING') socket.write('PONG\r\n');
    if (words[0] === '-ERR') console.error(words.join(' '));
    return true;
  }
  const length = Number(words.at(-1));
  if (buffer.length < end + 2 + length + 2) return false;
  let body = buffer.subarray(end + 2, end + 2 + length);
  buffer = buffer.subarray(end + 2 + length + 2);
  if (words[0] === 'HMSG') {
    body = body.subarray(Number(words.at(-2)));
    words.pop();
  }
  waiting.get(words[2])?.({ reply: words.length === 5 ? words[3] : null, body: body.toString() });
  return true;
}

/** The answer, or null when none comes in time. One of a stream comes with its own subject: so by number. */
function request(subject, body, seconds) {
  const id = String(++number);
  const reply = `${inbox}.${id}`;
  return new Promise((resolve) => {
    const over = (answer) => { clearTimeout(timer); waiting.delete(id); resolve(answer); };
    const timer = setTimeout(() => { socket.write(`UNSUB ${id}\r\n`); over(null); }, seconds * 1000);
    waiting.set(id, over);
    const bytes = Buffer.from(body);
    socket.write(`SUB ${reply} ${id}\r\nUNSUB ${id} 1\r\nPUB ${subject} ${reply} ${bytes.length}\r\n`);
    socket.write(bytes);
    socket.write('\r\n');
  });
}

/** An id as one token of a subject, as docs/brokers.md says. */
function token(text) {
  return [...Buffer.from(text)]
    .map((b) => (/[A-Za-z0-9_-]/.test(String.fromCharCode(b)) ? String.fromCharCode(b) : `=${b.toString(16).toUpperCase().padStart(2, '0')}`))
    .join('');
}

/** An event; the same report has the same id whenever it is sent again. */
function report(event, what, payload) {
  const asked = event.payload;
  return JSON.stringify({
    event_id: `${asked.idempotency_key}:${asked.attempt}:${what}`,
    event_type: `tool.${what.split('-')[0]}`,
    source_agent: `worker:${asked.tool}`,
    conversation_id: event.conversation_id,
    payload: { token: asked.token, ...payload },
    ...(event.metadata?.tenant ? { metadata: { tenant: event.metadata.tenant } } : {}),
  });
}

/** Until a stream has it. */
async function publish(event, text) {
  for (;;) {
    const stored = await request(`tools.result.${token(event.conversation_id)}`, text, 5);
    if (stored?.body.includes('"seq"')) return;
  }
}

/** The tool: counts the words of a text. One that takes longer may say how far it is: `progress(text)`. */
async function wordCount({ text }, progress) {
  return { words: text.split(/\s+/).filter(Boolean).length };
}

async function done(event) {
  const { lease_seconds: lease, arguments: given } = event.payload;
  let beats = 0;
  const progress = (text) => publish(event, report(event, `progress-${++beats}`, text ? { text } : {}));
  const alive = lease && setInterval(progress, (lease * 1000) / 3);
  try {
    return report(event, 'completed', { result: await wordCount(given, progress) });
  } catch (e) {
    console.error(e);
    return report(event, 'failed', { message: 'The tool failed in the middle of this call.', in_doubt: true });
  } finally {
    clearInterval(alive);
  }
}

async function take(body, acknowledge) {
  const event = JSON.parse(body);
  if (new Date(event.payload.deadline) <= new Date()) return acknowledge();
  if (event.payload.acknowledge === 'before') {
    if (await acknowledge()) await publish(event, await done(event));
    return undefined;
  }
  await publish(event, await done(event));
  return acknowledge();
}

async function main() {
  const name = `workers-${tool}`;
  const config = { durable_name: name, ack_policy: 'explicit', ack_wait: 60e9, filter_subject: `tools.execute.${tool}.>` };
  for (;;) {
    const made = await request(`$JS.API.CONSUMER.DURABLE.CREATE.${STREAM}.${name}`, JSON.stringify({ stream_name: STREAM, config }), 5);
    const error = made && JSON.parse(made.body || '{}').error;
    if (made && !error) break;
    if (error && error.err_code !== NO_STREAM) throw new Error(`no consumer ${name}: ${made.body}`);
    await new Promise((over) => setTimeout(over, 1000)); // nodes make the stream, and none has been here yet
  }
  console.log('takes calls from', STREAM);
  for (;;) {
    const next = await request(`$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${name}`, '{"batch":1,"expires":5000000000}', 6);
    if (next?.reply?.startsWith('$JS.ACK.')) {
      await take(next.body, async () => (await request(next.reply, '+ACK', 5)) !== null);
    }
  }
}

main().catch((e) => { console.error(e.message); process.exit(1); });
