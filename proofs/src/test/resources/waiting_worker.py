"""A worker of examples/workers whose tool writes down what it begins and goes on until it is told to end:
waiting_worker.py MODULE DIRECTORY TOOL"""

import importlib
import os
import sys
import time

module = importlib.import_module(sys.argv[1])
directory = sys.argv[2]


def wait(request):
    with open(os.path.join(directory, "begun"), "a") as begun:
        begun.write("%s %d\n" % (request.tool, request.payload["attempt"]))
    while not os.path.exists(os.path.join(directory, "go")):
        request.progress("at it\n")
        time.sleep(0.5)
    return "done"


module.word_count = wait
sys.argv[1:] = sys.argv[3:]
module.main()
