package org.talkoot.agents.model;

import org.talkoot.core.model.ModelClient;

/**
 * Somebody who runs models, and what this node may ask of them.
 *
 * @param name the part of a model's name before the slash
 * @param client how to call them
 * @param limits shared by all models of this provider
 */
public record Provider(String name, ModelClient client, ProviderLimits limits) {

    public Provider {
        if (name.isBlank() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a provider's name has no slash: '" + name + "'");
        }
    }
}
