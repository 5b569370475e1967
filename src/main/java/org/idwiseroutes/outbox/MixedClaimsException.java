package org.idwiseroutes.outbox;

/** Of several attempts that ended together, some claims had passed to others; nothing was ended. */
class MixedClaimsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MixedClaimsException(int passed) {
    super("%d of them ended after their lease had passed to another".formatted(passed));
  }
}
