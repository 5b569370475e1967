package org.idwiseroutes.ops;

import java.util.Objects;

/** What is running. */
public final class ProductVersion {

  /** The version that the jar was built as. */
  public static final String OF_THIS =
      Objects.requireNonNullElse(
          ProductVersion.class.getPackage().getImplementationVersion(), "(not packaged)");

  private ProductVersion() {}
}
