package org.talkoot.agents.entity;

import org.apache.pekko.actor.typed.ActorRef;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.core.run.AgentCatalog;
import org.talkoot.core.tool.ToolSpec;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * What all agents of a node share.
 *
 * @param toolSpecs what the tools of these names look like to a model
 * @param clock stamps the commands; the model itself never reads a clock
 */
record AgentServices(
        AgentCatalog catalog,
        ActorRef<ModelGateway.Command> models,
        ActorRef<ToolRunner.Command> tools,
        Function<List<String>, List<ToolSpec>> toolSpecs,
        Peers peers,
        InstantSource clock) {}
