package org.idwiseroutes.doctor;

import java.util.List;

/** Looks at one part of the installation, without side effects. */
interface Check {

  /** What it finds; a check that throws is itself a finding. */
  List<Finding> run();
}
