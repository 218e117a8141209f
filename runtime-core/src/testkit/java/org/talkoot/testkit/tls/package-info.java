/** Keys and certificates for tests of encrypted connections. */
@NullMarked
package org.talkoot.testkit.tls;

import org.jspecify.annotations.NullMarked;
