package org.idwiseroutes.console;

import org.idwiseroutes.doctor.Doctor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /console/doctor}: what is wrong with the systems around, and what to do about it. */
@Controller
class DoctorPage {

  private final Doctor doctor;

  DoctorPage(Doctor doctor) {
    this.doctor = doctor;
  }

  @GetMapping("/console/doctor")
  String show(Model model) {
    model.addAttribute("findings", doctor.examine());
    return "console/doctor";
  }
}
