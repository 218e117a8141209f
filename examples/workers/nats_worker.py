#!/usr/bin/env python3
"""A worker by NATS JetStream, over a plain socket: NATS_ADDRESS=HOST:PORT nats_worker.py [TOOL]

Calls come in the stream tool-calls on tools.execute.TOOL.>, reports go to tools.result.CONVERSATION.
"""

import json
import os
import queue
import socket
import sys
import threading
import time

from talkoot_worker import Worker, word_count

STREAM = "tool-calls"
NO_STREAM = 10059


class Nats:
    """As much of the protocol as is needed: requests, and what comes on an inbox."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)))
        self.file = self.socket.makefile("rb")
        self.lock = threading.Lock()
        self.inbox = "_INBOX.%d-%s" % (os.getpid(), os.urandom(8).hex())
        self.waiting = {}
        self.number = 0
        self.file.readline()  # INFO
        self.send(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n')
        threading.Thread(target=self.read, daemon=True).start()

    def send(self, text):
        with self.lock:
            self.socket.sendall(text)

    def read(self):
        while True:
            line = self.file.readline()
            if not line:
                os._exit(1)  # whoever supervises this starts it again
            words = line.split()
            if words[0] == b"PING":
                self.send(b"PONG\r\n")
            elif words[0] in (b"MSG", b"HMSG"):
                body = self.file.read(int(words[-1]) + 2)[:-2]
                headers = b""
                if words[0] == b"HMSG":
                    headers, body = body[: int(words[-2])], body[int(words[-2]) :]
                    words.pop()
                reply = words[3].decode() if len(words) == 5 else None
                waiting = self.waiting.get(int(words[2]))
                if waiting:
                    waiting.put((reply, headers, body))

    def request(self, subject, body, seconds):
        """The answer as (reply, headers, body), or None. One of a stream comes with its own subject: so by number."""
        with self.lock:
            self.number += 1
            number = self.number
        self.waiting[number] = queue.Queue()
        inbox = b"%s.%d" % (self.inbox.encode(), number)
        try:
            self.send(
                b"SUB %s %d\r\nUNSUB %d 1\r\nPUB %s %s %d\r\n%s\r\n"
                % (inbox, number, number, subject.encode(), inbox, len(body), body)
            )
            return self.waiting[number].get(timeout=seconds)
        except queue.Empty:
            self.send(b"UNSUB %d\r\n" % number)
            return None
        finally:
            del self.waiting[number]


def token(text):
    """An id as one token of a subject, as docs/brokers.md says."""
    safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return "".join(c if c in safe else "".join("=%02X" % b for b in c.encode()) for c in text)


def main():
    nats = Nats(os.environ.get("NATS_ADDRESS", "localhost:4222"))
    tool = sys.argv[1] if len(sys.argv) > 1 else "word_count"
    name = "workers-" + tool
    config = {
        "stream_name": STREAM,
        "config": {
            "durable_name": name,
            "ack_policy": "explicit",
            "ack_wait": 60_000_000_000,
            "filter_subject": "tools.execute.%s.>" % tool,
        },
    }
    while True:
        made = nats.request("$JS.API.CONSUMER.DURABLE.CREATE.%s.%s" % (STREAM, name), json.dumps(config).encode(), 5)
        error = made and json.loads(made[2] or b"{}").get("error")
        if made and not error:
            break
        if error and error.get("err_code") != NO_STREAM:
            sys.exit("there is no consumer %s: %s" % (name, error))
        time.sleep(1)  # nodes make the stream, and none has been here yet

    def publish(conversation, event):
        """Until a stream has it."""
        while True:
            stored = nats.request("tools.result." + token(conversation), event, 5)
            if stored is not None and b'"seq"' in stored[2]:
                return

    worker = Worker(word_count, publish)
    print("takes calls from", STREAM, flush=True)
    while True:
        next = nats.request(
            "$JS.API.CONSUMER.MSG.NEXT.%s.%s" % (STREAM, name), b'{"batch":1,"expires":5000000000}', 6
        )
        if next is None or next[0] is None or not next[0].startswith("$JS.ACK."):
            continue  # nothing came in time
        reply, _, body = next
        # the server says that it has the acknowledgement
        acknowledge = lambda: nats.request(reply, b"+ACK", 5) is not None
        worker.take(body, acknowledge, acknowledge)


if __name__ == "__main__":
    main()
