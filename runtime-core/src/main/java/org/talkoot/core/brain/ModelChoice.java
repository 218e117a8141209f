package org.talkoot.core.brain;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;

/**
 * Which model is asked, decided for each call from what is known then, and journalled with the call. A call that failed
 * is made again when another model is chosen for it.
 *
 * @param among all that may be chosen: a node does not start when it has one of them not
 * @param policy the name of one of them
 */
public record ModelChoice(List<ModelName> among, Function<RunView, String> policy) {

    public ModelChoice {
        among = List.copyOf(among);
        if (among.isEmpty()) {
            throw new IllegalArgumentException("a model is chosen among one at least");
        }
    }

    /** By a policy: {@code ModelChoice.among("small", "big").by(view -> ...)}. */
    public static Among among(String... models) {
        return new Among(names(models));
    }

    /** What a policy chooses among. */
    public record Among(List<ModelName> models) {

        /** A pure function of what is known; it names one of the models. */
        public ModelChoice by(Function<RunView, String> policy) {
            return new ModelChoice(models, policy);
        }
    }

    /**
     * The first model until something goes wrong in the run, then the next, and the last one from then on. Wrong is a
     * call that failed, a reply that was cut off, and one that was no answer.
     */
    public static ModelChoice escalating(String... models) {
        List<ModelName> names = names(models);
        return new ModelChoice(names, view -> {
            long setbacks = view.steps().stream().filter(ModelChoice::isSetback).count();
            return names.get((int) Math.min(setbacks, names.size() - 1L)).value();
        });
    }

    private static boolean isSetback(Step step) {
        return step instanceof Step.ModelFailed
                || step instanceof Step.ReplyRejected
                || step instanceof Step.ModelReplied(ModelReply.Truncated cut);
    }

    /** @throws IllegalStateException when the policy names a model that is none of them */
    ModelName choose(RunView view) {
        String chosen = policy.apply(view);
        for (ModelName model : among) {
            if (model.value().equals(chosen)) {
                return model;
            }
        }
        throw new IllegalStateException("model '%s' was chosen, which is not among %s".formatted(chosen, among));
    }

    private static List<ModelName> names(String... models) {
        return Arrays.stream(models).map(ModelName::new).toList();
    }

    /** The models: code that chooses is not seen. */
    @Override
    public String toString() {
        return "ModelChoice" + among;
    }
}
