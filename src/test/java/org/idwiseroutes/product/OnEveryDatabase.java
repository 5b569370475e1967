package org.idwiseroutes.product;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test that runs once on each {@link Database} that {@code test.databases} names: {@code verify}
 * names PostgreSQL, {@code -Pfull verify} the embedded one as well.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "on {0}")
@ArgumentsSource(NamedDatabases.class)
@interface OnEveryDatabase {}
