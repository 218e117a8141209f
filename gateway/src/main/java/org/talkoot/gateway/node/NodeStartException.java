package org.talkoot.gateway.node;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;

/** The node cannot start, for a reason that an operator or an author can mend: one line. */
final class NodeStartException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private NodeStartException(String message, @Nullable Throwable cause) {
        super(message.replaceAll("\\s*\\R\\s*", " "), cause);
    }

    private static NodeStartException of(String message) {
        return new NodeStartException(message, null);
    }

    static NodeStartException because(Throwable cause) {
        if (cause instanceof NodeStartException already) {
            return already;
        }
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new NodeStartException(why, cause);
    }

    /** What stopped a start that had begun. A bug stays what it is, and keeps its trace. */
    static RuntimeException explaining(RuntimeException e) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        return switch (cause) {
            case NullPointerException bug -> bug;
            case ClassCastException bug -> bug;
            case IndexOutOfBoundsException bug -> bug;
            case Throwable other -> because(other);
        };
    }

    static NodeStartException unknownSetting(String path, String origin, String hint) {
        return of("there is no setting '%s' (%s); %s".formatted(path, origin, hint));
    }

    static NodeStartException unknownAgent(AgentType agent, String does, AgentType other, String hint) {
        return of("agent '%s' %s '%s', but there is no such agent; %s".formatted(agent, does, other, hint));
    }

    static NodeStartException unknownTool(AgentType agent, String does, String tool, String hint) {
        return of("agent '%s' %s tool '%s', but there is no such tool; %s".formatted(agent, does, tool, hint));
    }

    static NodeStartException notOffered(AgentType agent, String tool, String hint) {
        return of("agent '%s' has calls of tool '%s' approved, but offers it to no model; %s"
                .formatted(agent, tool, hint));
    }

    static NodeStartException toItself(AgentType agent) {
        return of("agent '%s' hands over to itself, which would begin the same again; it may ask itself instead"
                .formatted(agent));
    }

    static NodeStartException unknownModel(AgentType agent, String why) {
        return of("agent '%s' cannot ask its model: %s".formatted(agent, why));
    }

    static NodeStartException noSuchAddress(String host, String remedy) {
        return of("this machine has no address '%s' to listen on; %s".formatted(host, remedy));
    }

    static NodeStartException nobodyIsAsked(String host) {
        return of(("nobody would be asked who they are at %s, and others reach that address; choose how with"
                        + " talkoot.http.authentication.method or TALKOOT_HTTP_AUTHENTICATION (tokens, jwt), or say that the"
                        + " network lets in only who may do everything with"
                        + " talkoot.http.authentication.none.trust-network or TALKOOT_HTTP_TRUST_NETWORK (true)")
                .formatted(host));
    }

    static NodeStartException cannotListen(String host, int port, IOException cause, String remedy) {
        boolean taken = String.valueOf(cause.getMessage()).contains("in use");
        String why = taken ? "is taken by another process" : "cannot be used: " + cause.getMessage();
        return of("port %d of %s %s; %s".formatted(port, host, why, remedy));
    }

    static NodeStartException noFolder(Path folder, String why) {
        return of("cannot keep data in %s: %s; choose another folder with --data, talkoot.data or TALKOOT_DATA"
                .formatted(folder, why));
    }
}
