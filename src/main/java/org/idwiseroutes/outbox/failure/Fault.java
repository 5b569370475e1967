package org.idwiseroutes.outbox.failure;

/** Whose fault a failure is. Only the destination's own failures count towards holding it. */
public enum Fault {

  /** The route's: a template, a mapping, a setting, a bean. No call can be blamed for it. */
  ROUTE,

  /** This delivery's: the destination works and refuses this record. */
  DELIVERY,

  /** A recipient's: the destination works and refuses this address. */
  RECIPIENT,

  /** The destination's: it is down, overloaded, or refuses our credentials. */
  DESTINATION
}
