package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.ops.Audit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /console/compare}: what past events would do by files that are uploaded. Expressions of
 * these files are evaluated, so only {@code idwise.routes.compare-upload=on} opens it, and only
 * operators may use it.
 */
@Controller
class ComparePage {

  private final UploadedComparison uploaded;
  private final Audit audit;
  private final Clock clock;
  private final boolean open;

  ComparePage(
      UploadedComparison uploaded,
      Audit audit,
      Clock clock,
      @Value("${idwise.routes.compare-upload}") boolean open) {
    this.uploaded = uploaded;
    this.audit = audit;
    this.clock = clock;
    this.open = open;
  }

  @GetMapping("/console/compare")
  String show(Model model) {
    model.addAttribute("open", open);
    model.addAttribute("state", uploaded.state());
    return "console/compare";
  }

  @PostMapping("/console/compare")
  String begin(
      @RequestParam List<MultipartFile> files, @RequestParam int days, HttpServletRequest request)
      throws IOException {
    if (!open) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "Uploading is off; idwise.routes.compare-upload=on allows it");
    }
    Map<String, byte[]> contents = new TreeMap<>();
    for (MultipartFile file : files) {
      contents.put(String.valueOf(file.getOriginalFilename()), file.getBytes());
    }
    audit.record(
        request,
        "compare routes",
        String.join(", ", contents.keySet()),
        "of the last %d days".formatted(days));
    try {
      uploaded.begin(contents, clock.instant().minus(Duration.ofDays(days)));
    } catch (IllegalArgumentException e) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new ResponseStatusException(HttpStatus.CONFLICT, e.getMessage(), e);
    }
    return "redirect:/console/compare";
  }
}
