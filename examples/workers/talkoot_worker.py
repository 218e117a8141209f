"""What a worker of Talkoot says, whatever the broker: docs/remote-tools.md. No dependencies."""

import datetime
import itertools
import json
import threading


class Failure(Exception):
    """It is certain that the call has failed, and the model may read why."""

    def __init__(self, code, message, retryable=False):
        super().__init__(message)
        self.code = code
        self.retryable = retryable


class Request:
    """A tool.requested, as plain JSON. A handler may call `progress(text)` from any thread."""

    def __init__(self, body):
        self.event = json.loads(body)
        self.payload = self.event["payload"]
        self.tool = self.payload["tool"]
        self.arguments = self.payload["arguments"]
        self.key = self.payload["idempotency_key"]
        self.acknowledge_first = self.payload["acknowledge"] == "before"
        self.lease = self.payload.get("lease_seconds")
        self.progress = lambda text: None
        self.deadline = datetime.datetime.fromisoformat(self.payload["deadline"][:19] + "+00:00")

    def is_over(self):
        return datetime.datetime.now(datetime.timezone.utc) >= self.deadline

    def conversation(self):
        return self.event["conversation_id"]

    def report(self, what, **payload):
        """An event; the same report has the same id whenever it is sent again."""
        event = {
            "event_id": "%s:%d:%s" % (self.key, self.payload["attempt"], what),
            "event_type": "tool." + what.split("-")[0],
            "source_agent": "worker:" + self.tool,
            "conversation_id": self.conversation(),
            "payload": {"token": self.payload["token"], **payload},
        }
        tenant = self.event.get("metadata", {}).get("tenant")
        if tenant:
            event["metadata"] = {"tenant": tenant}
        return json.dumps(event).encode()


class Worker:
    """Does calls of one tool, one after the other. A broker gives it `publish(conversation, bytes)`."""

    def __init__(self, handler, publish):
        self.handler = handler
        self.publish = publish
        self.begun = set()
        self.numbers = itertools.count(1)

    def take(self, body, claim, acknowledge):
        """`claim` takes it out of the queue and says whether that is certain; `acknowledge` says that it is done."""
        request = Request(body)
        if request.is_over() or request.event["event_id"] in self.begun:
            acknowledge()
        elif request.acknowledge_first:
            if claim():
                self.begun.add(request.event["event_id"])
                self.publish(request.conversation(), self.done(request))
        else:
            self.publish(request.conversation(), self.done(request))
            acknowledge()

    def done(self, request):
        over = threading.Event()
        request.progress = lambda text: self.progress(request, text=text)
        if request.lease:
            threading.Thread(target=self.beat, args=(request, over), daemon=True).start()
        try:
            return request.report("completed", result=self.handler(request))
        except Failure as no:
            return request.report("failed", code=no.code, message=str(no), retryable=no.retryable)
        except Exception as e:  # nobody knows what was done
            print("the handler failed:", repr(e), flush=True)
            return request.report("failed", message="The tool failed in the middle of this call.", in_doubt=True)
        finally:
            over.set()

    def beat(self, request, over):
        while not over.wait(request.lease / 3):
            self.progress(request)

    def progress(self, request, **payload):
        """Prolongs the lease; a text is shown to whoever watches the conversation."""
        self.publish(request.conversation(), request.report("progress-%d" % next(self.numbers), **payload))


def word_count(request):
    """The tool of these examples: counts the words of `text`."""
    text = request.arguments.get("text")
    if not isinstance(text, str):
        raise Failure("no-text", "There is no text to be counted.")
    return {"words": len(text.split())}
