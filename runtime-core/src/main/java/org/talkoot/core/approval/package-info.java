/**
 * People who decide before a call of a tool begins: who has to agree
 * ({@link org.talkoot.core.approval.ApprovalPolicy}), what is laid before them
 * ({@link org.talkoot.core.approval.ApprovalRequest}) and what has come of it so far
 * ({@link org.talkoot.core.approval.OpenApproval}).
 */
@NullMarked
package org.talkoot.core.approval;

import org.jspecify.annotations.NullMarked;
