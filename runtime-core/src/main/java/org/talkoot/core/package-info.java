/**
 * The model of Talkoot: identities, protocols and pure deciders. Nothing here performs I/O, reads a clock or draws a
 * random number; time and ids arrive stamped on commands. The shell around it (the {@code agents} module) loads,
 * decides, persists, replies and performs.
 */
@NullMarked
package org.talkoot.core;

import org.jspecify.annotations.NullMarked;
