package org.talkoot.agents.entity;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorRef;
import org.talkoot.agents.guard.GuardrailRunner;
import org.talkoot.agents.model.ModelGateway;
import org.talkoot.agents.tool.RemoteCalls;
import org.talkoot.agents.tool.ToolRunner;
import org.talkoot.core.agent.AgentCatalog;

/**
 * What all agents of a node share.
 *
 * @param absence which agents that are not installed here are gone for good
 * @param clock stamps the commands; the model itself never reads a clock
 */
record AgentServices(
        AgentCatalog catalog,
        ActorRef<ModelGateway.Command> models,
        ActorRef<ToolRunner.Command> tools,
        RemoteCalls remote,
        GuardrailRunner guardrails,
        Entities peers,
        InstantSource clock,
        MeterRegistry meters,
        AbsentAgent.Absence absence) {}
