package org.idwiseroutes.product;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;

/** Those that {@code test.databases} names, with commas; all without it. */
class NamedDatabases implements ArgumentsProvider {

  @Override
  public Stream<? extends Arguments> provideArguments(ExtensionContext test) {
    String names = System.getProperty("test.databases", "");
    return Arrays.stream(Database.values())
        .filter(one -> names.isBlank() || Arrays.asList(names.split(",")).contains(one.name()))
        .map(Arguments::of);
  }
}
