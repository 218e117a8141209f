#!/usr/bin/env python3
"""A worker by RabbitMQ (apt install python3-pika): RABBITMQ_URL=amqp://... rabbitmq_worker.py [TOOL [RESULTS]]

Calls come in the queue tools.execute.TOOL, which is bound to the exchange of that name; reports go to the exchange RESULTS
(tool-results). Nodes make all of them; it waits for the queue.
"""

import os
import sys
import threading
import time

import pika

from talkoot_worker import Worker, word_count


class Connection:
    """One of pika's is for one thread at a time, and the server closes it when nobody answers its heartbeats."""

    def __init__(self, parameters, prepare):
        self.lock = threading.Lock()
        self.connection = pika.BlockingConnection(parameters)
        self.prepare = prepare
        self.open()
        threading.Thread(target=self.answer_heartbeats, daemon=True).start()

    def open(self):
        self.channel = self.connection.channel()
        self.prepare(self.channel)

    def __call__(self, use):
        with self.lock:
            return use(self.channel)

    def next(self, queue):
        """The next of the queue as (method, properties, body), three times None where there is nothing."""
        with self.lock:
            try:
                return self.channel.basic_get(queue)
            except pika.exceptions.ChannelClosedByBroker as no:
                if no.reply_code != 404:
                    raise
                self.open()  # nodes make the queue, and none has been here yet
                return None, None, None

    def answer_heartbeats(self):
        try:
            while True:
                time.sleep(1)
                with self.lock:
                    self.connection.process_data_events(0)
        except pika.exceptions.AMQPError as e:
            print("the connection is lost:", repr(e), flush=True)
            os._exit(1)  # whoever supervises this starts it again


def main():
    tool = sys.argv[1] if len(sys.argv) > 1 else "word_count"
    results = sys.argv[2] if len(sys.argv) > 2 else "tool-results"
    parameters = pika.URLParameters(os.environ.get("RABBITMQ_URL", "amqp://guest:guest@localhost:5672/%2F"))
    queue = "tools.execute." + tool
    # publishing returns when the broker has it
    out = Connection(parameters, lambda channel: channel.confirm_delivery())
    # a lost acknowledgement gives the call to another worker: transactions make it certain before the work begins
    calls = Connection(parameters, lambda channel: channel.tx_select())

    def publish(conversation, event):
        properties = pika.BasicProperties(content_type="application/json", delivery_mode=2)
        out(lambda channel: channel.basic_publish(results, conversation[:200], event, properties, mandatory=True))

    worker = Worker(word_count, publish)
    print("takes calls from", queue, flush=True)
    while True:
        method, _, body = calls.next(queue)
        if method is None:
            time.sleep(0.2)
            continue

        def acknowledge():
            def committed(channel):
                channel.basic_ack(method.delivery_tag)
                channel.tx_commit()
                return True

            return calls(committed)

        worker.take(body, acknowledge, acknowledge)


if __name__ == "__main__":
    main()
