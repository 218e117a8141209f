#!/usr/bin/env python3
"""A worker by RabbitMQ (apt install python3-pika): RABBITMQ_URL=amqp://... rabbitmq_worker.py [TOOL]

Calls come in the queue tools.execute.TOOL, which is bound to the exchange of that name; reports go to the exchange agent-tasks.
"""

import os
import sys
import zlib

import pika

from talkoot_worker import Worker, word_count


def routing_key(conversation, lanes=4):
    """The lane of a conversation, as docs/rabbitmq.md says."""
    data = conversation.encode()
    token = "".join(chr(b) if b < 128 and (chr(b).isalnum() or b in b"-_") else "=%02X" % b for b in data)
    return "lane-%d.%s" % (zlib.crc32(data) % lanes, token)


def main():
    tool = sys.argv[1] if len(sys.argv) > 1 else "word_count"
    parameters = pika.URLParameters(os.environ.get("RABBITMQ_URL", "amqp://guest:guest@localhost:5672/%2F"))
    channel = pika.BlockingConnection(parameters).channel()
    out = pika.BlockingConnection(parameters).channel()
    out.confirm_delivery()  # publishing returns when the broker has it
    queue = "tools.execute." + tool

    def publish(conversation, event):
        out.basic_publish(
            exchange="agent-tasks",
            routing_key=routing_key(conversation),
            body=event,
            properties=pika.BasicProperties(content_type="application/json", delivery_mode=2),
            mandatory=True,
        )

    worker = Worker(word_count, publish)
    print("takes calls from", queue, flush=True)
    channel.basic_qos(prefetch_count=1)
    # a lost acknowledgement gives the call to another worker: transactions make it certain before the work begins
    channel.tx_select()
    for method, _, body in channel.consume(queue):

        def acknowledge():
            channel.basic_ack(method.delivery_tag)
            channel.tx_commit()
            return True

        worker.take(body, acknowledge, acknowledge)


if __name__ == "__main__":
    main()
