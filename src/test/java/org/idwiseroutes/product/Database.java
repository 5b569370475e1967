package org.idwiseroutes.product;

import java.util.UUID;

/** The databases that every black-box test runs on. */
enum Database {
  H2 {
    @Override
    String url() {
      return "jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1"
          .formatted(UUID.randomUUID());
    }
  },
  POSTGRES {
    @Override
    String url() {
      return World.newPostgresDatabase();
    }
  };

  /** A new, empty database. */
  abstract String url();
}
