package org.talkoot.core;

/**
 * One agent at work: which definition, for which conversation. An agent that is woken by events instead of a
 * conversation uses the key its trigger gave it; either way {@link #conversation()} is the feed in which its work
 * shows.
 *
 * @param instance which of several of this type in one conversation: empty for the one that the conversation itself
 *     talks to, otherwise made by {@link #delegate} or {@link #colleague}
 * @see <a href="../../../../../../../docs/adr/0012-an-instance-for-each-delegation.md">ADR 0012</a>
 */
public record AgentId(TenantId tenant, AgentType type, String key, String instance) {

    private static final String DELEGATE = "d-";
    private static final String APART = "a-";
    private static final String COLLEAGUE = "n-";

    /** Digits of the hash in the name of a delegate: no two of one conversation are ever alike. */
    private static final int DIGITS = 24;

    public AgentId {
        Syntax.requireKey(key, "agent key");
        if (!instance.isEmpty()) {
            Syntax.requireName(instance, "agent instance");
        }
    }

    /** The one that its conversation talks to. */
    public AgentId(TenantId tenant, AgentType type, String key) {
        this(tenant, type, key, "");
    }

    public static AgentId in(ConversationId conversation, AgentType type) {
        return new AgentId(conversation.tenant(), type, conversation.key());
    }

    public ConversationId conversation() {
        return new ConversationId(tenant, key);
    }

    /** Reads what {@link #entity} writes, of this conversation. */
    public static AgentId of(ConversationId conversation, String entity) {
        int dot = entity.indexOf('.');
        if (dot < 0) {
            return in(conversation, new AgentType(entity));
        }
        String instance = entity.substring(dot + 1);
        if (instance.isEmpty()) {
            throw new IllegalArgumentException("'%s' ends before the instance is named".formatted(entity));
        }
        return new AgentId(
                conversation.tenant(), new AgentType(entity.substring(0, dot)), conversation.key(), instance);
    }

    /** Reads the text form that {@link #toString} writes. */
    public static AgentId parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'%s' is not tenant/key/agent".formatted(text));
        }
        return of(ConversationId.parse(text.substring(0, slash)), text.substring(slash + 1));
    }

    /** The instance that does one delegated task and nothing else. */
    public AgentId delegate(AgentType other, RunId run, CallId call) {
        return new AgentId(tenant, other, key, DELEGATE + task(run, call));
    }

    /** The same for one of very many, which need not live where the others of its conversation do. */
    public AgentId delegateApart(AgentType other, RunId run, CallId call) {
        return new AgentId(tenant, other, key, APART + task(run, call));
    }

    private static String task(RunId run, CallId call) {
        return Hash.of(run + ":" + call, DIGITS);
    }

    /** The instance of that name, which remembers what it was asked before. */
    public AgentId colleague(AgentType other, String name) {
        return new AgentId(tenant, other, key, COLLEAGUE + name);
    }

    /** Whether it does one delegated task and nothing else. */
    public boolean isDelegate() {
        return instance.startsWith(DELEGATE) || isApart();
    }

    /** Whether it is a delegate that need not live where the others of its conversation do. */
    public boolean isApart() {
        return instance.startsWith(APART);
    }

    /** Whether it has a name and may be asked by several. */
    public boolean isColleague() {
        return instance.startsWith(COLLEAGUE);
    }

    /** Its name within its conversation. */
    public String entity() {
        return instance.isEmpty() ? type.value() : type.value() + '.' + instance;
    }

    /** The agent of another type beside this one, in the same conversation. */
    public AgentId peer(AgentType other) {
        return new AgentId(tenant, other, key);
    }

    @Override
    public String toString() {
        return tenant.value() + '/' + key + '/' + entity();
    }
}
