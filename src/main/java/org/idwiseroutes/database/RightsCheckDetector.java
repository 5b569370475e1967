package org.idwiseroutes.database;

import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/** Lets the rights be checked after the migrations and before anything reads a table. */
class RightsCheckDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

  @Override
  protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
    return Set.of(RightsCheck.class);
  }

  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
