/**
 * The operators' port: who may use it, its API, health and metrics, replays of many deliveries,
 * retention and the audit. It may use all but console. Begin reading at {@link
 * org.idwiseroutes.ops.OperatorsPort}.
 */
package org.idwiseroutes.ops;
