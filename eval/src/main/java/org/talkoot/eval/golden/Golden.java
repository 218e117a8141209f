package org.talkoot.eval.golden;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.Caller;
import org.talkoot.eval.suite.EvalCase.Saying;

/**
 * A conversation as it was.
 *
 * @param application the class that has the application
 * @param steps in the order in which they began
 * @param endings how each turn ended: the answer, or the code of a failure
 * @param ignored regular expressions: what they match in texts is not compared, such as dates
 */
record Golden(
        String application,
        Optional<Caller> caller,
        List<Saying> messages,
        List<Step> steps,
        List<String> endings,
        List<String> ignored) {

    Golden {
        messages = List.copyOf(messages);
        steps = List.copyOf(steps);
        endings = List.copyOf(endings);
        ignored = List.copyOf(ignored);
    }

    /** The same, as it was played. */
    Golden played(List<Step> newSteps, List<String> newEndings) {
        return new Golden(application, caller, messages, newSteps, newEndings, ignored);
    }

    /** Only who asked models, how often, and what was answered: to compare with one of which no more is known. */
    Golden withoutTold() {
        List<Step> bare = steps.stream()
                .filter(Step.OfModel.class::isInstance)
                .<Step>map(step -> new Step.OfModel(
                        step.agent(), step.run(), MissingNode.getInstance(), MissingNode.getInstance()))
                .toList();
        List<String> answers = endings.stream()
                .map(ending -> ending.startsWith(Recording.FAILED) ? Recording.FAILED : ending)
                .toList();
        return new Golden(application, caller, messages, bare, answers, ignored);
    }
}
