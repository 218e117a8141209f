#!/usr/bin/env python3
"""A worker by Kafka (apt install python3-confluent-kafka): KAFKA_BOOTSTRAP_SERVERS=HOST:PORT kafka_worker.py [TOOL [RESULTS]]

Calls come in the topic tools.execute.TOOL, reports go to the topic RESULTS (agent-tasks).
"""

import os
import sys

from confluent_kafka import Consumer, KafkaException, Producer

from talkoot_worker import Worker, word_count


def main():
    servers = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092")
    tool = sys.argv[1] if len(sys.argv) > 1 else "word_count"
    results = sys.argv[2] if len(sys.argv) > 2 else "agent-tasks"
    topic = "tools.execute." + tool
    calls = Consumer(
        {
            "bootstrap.servers": servers,
            "group.id": "workers-" + tool,
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            # of a transaction only what was committed
            "isolation.level": "read_committed",
            # a call may take long; that the process is alive is said in the background
            "max.poll.interval.ms": 86_400_000,
            # and what one had that was killed is another's so soon
            "session.timeout.ms": 6_000,
        }
    )
    out = Producer({"bootstrap.servers": servers, "enable.idempotence": True})

    def publish(conversation, event):
        """Until the broker has it."""
        refused = []
        out.produce(results, event, conversation, on_delivery=lambda error, _: error and refused.append(error))
        out.flush()
        if refused:
            raise KafkaException(refused[0])

    worker = Worker(word_count, publish)
    calls.subscribe([topic])
    print("takes calls from", topic, flush=True)
    while True:
        message = calls.poll(1)
        if message is None:
            continue
        if message.error():
            print("Kafka says:", message.error(), flush=True)
            continue

        def acknowledge():
            try:
                calls.commit(message, asynchronous=False)
                return True
            except KafkaException as e:
                print("the call is no longer ours:", e, flush=True)
                return False

        worker.take(message.value(), acknowledge, acknowledge)


if __name__ == "__main__":
    main()
