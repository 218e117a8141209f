/**
 * The HTTP surface: JSON in snake_case, errors as RFC 9457 problem documents, feeds as JSON, server-sent events and
 * WebSocket. Described by {@code /openapi.yaml}.
 */
@NullMarked
package org.talkoot.gateway.http;

import org.jspecify.annotations.NullMarked;
