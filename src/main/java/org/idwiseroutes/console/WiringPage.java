package org.idwiseroutes.console;

import java.nio.charset.StandardCharsets;
import org.idwiseroutes.privacy.Secrets;
import org.idwiseroutes.routes.RouteFile;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.wiring.Diagrams;
import org.idwiseroutes.wiring.Matrix;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriUtils;

/** {@code /console/wiring}: what goes where, and the route files as they were loaded. */
@Controller
class WiringPage {

  private final RouteFiles files;
  private final Secrets secrets;
  private final Matrix matrix;
  private final Diagrams diagrams;

  WiringPage(RouteFiles files, Secrets secrets, Matrix matrix, Diagrams diagrams) {
    this.diagrams = diagrams;
    this.matrix = matrix;
    this.files = files;
    this.secrets = secrets;
  }

  /** A file, and where its page is: its name may have folders. */
  public record Line(RouteFile file, String link) {

    Line(RouteFile file) {
      this(file, "/console/wiring/" + UriUtils.encodePath(file.name(), StandardCharsets.UTF_8));
    }
  }

  @GetMapping("/console/wiring")
  String show(Model model) {
    model.addAttribute("matrix", matrix.lines());
    model.addAttribute("files", files.all().stream().map(Line::new).toList());
    model.addAttribute("problem", files.problem());
    return "console/wiring";
  }

  @GetMapping("/console/wiring/{*path}")
  String file(@PathVariable String path, Model model) {
    String name = path.substring(1);
    RouteFile file =
        files.all().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no route file of this name"));
    model.addAttribute("file", file);
    model.addAttribute("diagrams", diagrams.ofFile(name));
    model.addAttribute("text", secrets.hide(file.text()));
    return "console/file";
  }
}
