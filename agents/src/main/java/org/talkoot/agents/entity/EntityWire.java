package org.talkoot.agents.entity;

import static org.talkoot.agents.wire.WireCatalog.variant;

import org.talkoot.agents.reply.BeginReply;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.agents.reply.HeardReply;
import org.talkoot.agents.reply.OpenReply;
import org.talkoot.agents.reply.PostReply;
import org.talkoot.agents.reply.RecallReply;
import org.talkoot.agents.reply.ReceiveReply;
import org.talkoot.agents.reply.Report;
import org.talkoot.agents.reply.ReportReply;
import org.talkoot.agents.reply.RunReply;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.agents.wire.WireCatalog;
import org.talkoot.core.Rejection;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.conversation.ConversationCommand;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.memory.MemoryCommand;
import org.talkoot.core.schedule.ScheduleCommand;

/** What entities and those who ask them say to each other across nodes. What an entity tells itself is not in it. */
public final class EntityWire {

    private static final WireCatalog CATALOG = build();

    private EntityWire() {}

    public static WireCatalog catalog() {
        return CATALOG;
    }

    private static WireCatalog build() {
        WireCatalog.Builder catalog = WireCatalog.builder();
        conversations(catalog);
        agents(catalog);
        events(catalog);
        replies(catalog);
        families(catalog);
        return catalog.build();
    }

    private static void conversations(WireCatalog.Builder catalog) {
        catalog.message(EntityMessage.Wake.class, "entity.wake", 1)
                .message(ConversationEntity.Post.class, "conversation.post", 1)
                .message(ConversationEntity.PostAndAwait.class, "conversation.post-and-await", 1)
                .message(ConversationEntity.AwaitTurn.class, "conversation.await-turn", 1)
                .message(ConversationEntity.AskOpen.class, "conversation.ask-open", 1)
                .message(ConversationEntity.Manage.class, "conversation.manage", 1)
                .message(ConversationEntity.RecordOutcome.class, "conversation.record-outcome", 1)
                .message(ConversationEntity.RunRests.class, "conversation.run-rests", 1)
                .message(ConversationEntity.ProlongTurn.class, "conversation.prolong-turn", 1);
    }

    private static void agents(WireCatalog.Builder catalog) {
        catalog.message(AgentEntity.Start.class, "agent.start", 1)
                .message(AgentEntity.Begin.class, "agent.begin", 1)
                .message(AgentEntity.TakeOver.class, "agent.take-over", 1)
                .message(AgentEntity.AwaitRun.class, "agent.await-run", 1)
                .message(AgentEntity.DelegateReported.class, "agent.delegate-reported", 1)
                .message(AgentEntity.Reported.class, "agent.reported", 1)
                .message(AgentEntity.AskHeard.class, "agent.ask-heard", 1)
                .message(AgentEntity.DelegateRests.class, "agent.delegate-rests", 1)
                .message(AgentEntity.Stop.class, "agent.stop", 1)
                .message(AgentEntity.OutcomeReceived.class, "agent.outcome-received", 1)
                .message(AgentEntity.DecideApproval.class, "agent.decide", 1)
                .message(AgentEntity.DelegatePaused.class, "agent.delegate-paused", 1)
                .message(AgentEntity.PauseReceived.class, "agent.pause-received", 1)
                .message(AgentEntity.Cancel.class, "agent.cancel", 1)
                .message(AgentEntity.GiveSignal.class, "agent.signal", 1)
                .message(AgentEntity.Pause.class, "agent.pause", 1)
                .message(AgentEntity.Resume.class, "agent.resume", 1)
                .message(AgentEntity.PassPause.class, "agent.pass-pause", 1)
                .message(AgentEntity.PausePassedOn.class, "agent.pause-passed-on", 1)
                .message(AgentEntity.Remove.class, "agent.remove", 1);
    }

    private static void events(WireCatalog.Builder catalog) {
        catalog.message(InboxEntity.Receive.class, "inbox.receive", 1)
                .message(InboxEntity.Remove.class, "inbox.remove", 1)
                .message(DeadLetterEntity.Tell.class, "dead-letter.tell", 1)
                .message(ScheduleEntity.Tell.class, "schedule.tell", 1)
                .message(MemoryEntity.Tell.class, "memory.tell", 1)
                .message(MemoryEntity.Recall.class, "memory.recall", 1);
    }

    private static void replies(WireCatalog.Builder catalog) {
        catalog.message(PostReply.Accepted.class, "post.accepted", 1)
                .message(PostReply.Refused.class, "post.refused", 1)
                .message(TurnReply.Answered.class, "turn.answered", 1)
                .message(TurnReply.Failed.class, "turn.failed", 1)
                .message(TurnReply.Unknown.class, "turn.unknown", 1)
                .message(TurnReply.TooManyAwaiting.class, "turn.too-many-awaiting", 1)
                .message(OpenReply.class, "turn.open", 1)
                .message(DecisionReply.Accepted.class, "decision.accepted", 1)
                .message(DecisionReply.Refused.class, "decision.refused", 1)
                .message(RecallReply.class, "recalled", 1)
                .message(HeardReply.class, "heard", 1)
                .message(ReportReply.Taken.class, "report.taken", 1)
                .message(ReportReply.Late.class, "report.late", 1)
                .message(BeginReply.Accepted.class, "begin.accepted", 1)
                .message(BeginReply.Refused.class, "begin.refused", 1)
                .message(RunReply.Ended.class, "run.ended", 1)
                .message(RunReply.TooManyAwaiting.class, "run.too-many-awaiting", 1)
                .message(ReceiveReply.Received.class, "receive.received", 1)
                .message(ReceiveReply.Refused.class, "receive.refused", 1);
    }

    private static void families(WireCatalog.Builder catalog) {
        catalog.family(
                        ConversationCommand.class,
                        variant(ConversationCommand.PostMessage.class, "post-message"),
                        variant(ConversationCommand.ChangeAttributes.class, "change-attributes"),
                        variant(ConversationCommand.Reassign.class, "reassign"),
                        variant(ConversationCommand.CancelTurn.class, "cancel-turn"),
                        variant(ConversationCommand.Remove.class, "remove"),
                        variant(ConversationCommand.ExpireRun.class, "expire-run"),
                        variant(ConversationCommand.ProlongTurn.class, "prolong-turn"),
                        variant(ConversationCommand.RecordOutcome.class, "record-outcome"))
                .family(
                        DeadLetterCommand.class,
                        variant(DeadLetterCommand.Open.class, "open"),
                        variant(DeadLetterCommand.Redrive.class, "redrive"),
                        variant(DeadLetterCommand.Discard.class, "discard"),
                        variant(DeadLetterCommand.Remove.class, "remove"),
                        variant(DeadLetterCommand.FireRetry.class, "fire-retry"),
                        variant(DeadLetterCommand.RecordSent.class, "record-sent"),
                        variant(DeadLetterCommand.RecordSuccess.class, "record-success"),
                        variant(DeadLetterCommand.RecordFailure.class, "record-failure"))
                .family(
                        ScheduleCommand.class,
                        variant(ScheduleCommand.Make.class, "make"),
                        variant(ScheduleCommand.Pause.class, "pause"),
                        variant(ScheduleCommand.Resume.class, "resume"),
                        variant(ScheduleCommand.RunNow.class, "run-now"),
                        variant(ScheduleCommand.Delete.class, "delete"),
                        variant(ScheduleCommand.Remove.class, "remove"),
                        variant(ScheduleCommand.Fire.class, "fire"),
                        variant(ScheduleCommand.RecordPosted.class, "record-posted"),
                        variant(ScheduleCommand.RecordOverlap.class, "record-overlap"),
                        variant(ScheduleCommand.RecordRefusal.class, "record-refusal"))
                .family(
                        MemoryCommand.class,
                        variant(MemoryCommand.Remember.class, "remember"),
                        variant(MemoryCommand.Forget.class, "forget"),
                        variant(MemoryCommand.ForgetAll.class, "forget-all"),
                        variant(MemoryCommand.Expire.class, "expire"))
                .family(
                        Report.class,
                        variant(Report.Progress.class, "progress"),
                        variant(Report.Result.class, "result"),
                        variant(Report.Reply.class, "reply"))
                .family(
                        Rejection.class,
                        variant(Rejection.UnknownAgent.class, "unknown-agent"),
                        variant(Rejection.TooManyWaiting.class, "too-many-waiting"),
                        variant(Rejection.BlankText.class, "blank-text"),
                        variant(Rejection.TooManyAttachments.class, "too-many-attachments"),
                        variant(Rejection.UnknownAttachment.class, "unknown-attachment"),
                        variant(Rejection.UnacceptableText.class, "unacceptable-text"),
                        variant(Rejection.MessageIdReused.class, "message-id-reused"),
                        variant(Rejection.TooManyAttributes.class, "too-many-attributes"),
                        variant(Rejection.NotOpened.class, "not-opened"),
                        variant(Rejection.ConversationRemoved.class, "conversation-removed"),
                        variant(Rejection.NotWaiting.class, "not-waiting"),
                        variant(Rejection.NotPending.class, "not-pending"),
                        variant(Rejection.MayNotDecide.class, "may-not-decide"),
                        variant(Rejection.Outdated.class, "outdated"),
                        variant(Rejection.UnfitArguments.class, "unfit-arguments"),
                        variant(Rejection.RunEnded.class, "run-ended"),
                        variant(Rejection.PausedAbove.class, "paused-above"),
                        variant(Rejection.UnfitSignal.class, "unfit-signal"),
                        variant(Rejection.TooManySignals.class, "too-many-signals"),
                        variant(Rejection.UnfitSchedule.class, "unfit-schedule"),
                        variant(Rejection.ScheduleExists.class, "schedule-exists"),
                        variant(Rejection.UnknownSchedule.class, "unknown-schedule"),
                        variant(Rejection.ScheduleFinished.class, "schedule-finished"),
                        variant(Rejection.OccurrenceUnderWay.class, "occurrence-under-way"),
                        variant(Rejection.NotYourSchedule.class, "not-your-schedule"),
                        variant(Rejection.UnfitFact.class, "unfit-fact"),
                        variant(Rejection.MemoryFull.class, "memory-full"))
                .family(
                        HumanDecision.class,
                        variant(HumanDecision.Approve.class, "approve"),
                        variant(HumanDecision.Deny.class, "deny"),
                        variant(HumanDecision.Edit.class, "edit"));
    }
}
