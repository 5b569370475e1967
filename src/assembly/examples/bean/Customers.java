package org.idwiseroutes.recipe;

import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Knows whose review cannot wait. */
@Component("customers")
public class Customers {

  /** Whether the reference is that of an important customer. */
  public boolean isImportant(@Variable("referenceNo") String reference) {
    return reference != null && reference.startsWith("VIP-");
  }
}
