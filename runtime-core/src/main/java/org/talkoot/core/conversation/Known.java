package org.talkoot.core.conversation;

import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.MessageId;
import org.talkoot.core.event.Attributes;

/**
 * What is known of a conversation beside what is said in it, and what has made it so.
 *
 * @param changes what has changed the attributes last, the oldest first: a change that comes again, after another, must
 *     not undo that one
 */
public record Known(Attributes attributes, List<MessageId> changes) {

    static final Known NOTHING = new Known(Attributes.NONE, List.of());

    public Known {
        changes = List.copyOf(changes);
    }

    boolean has(MessageId change) {
        return changes.contains(change);
    }

    Known after(MessageId change, Attributes changed) {
        List<MessageId> latest = new ArrayList<>(changes);
        latest.add(change);
        return new Known(
                changed,
                latest.subList(Math.max(0, latest.size() - ConversationLimits.REMEMBERED_CHANGES), latest.size()));
    }
}
