package org.idwiseroutes.evidence;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.LargeAnswers;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/persons/SOURCE/evidence}. */
@RestController
class EvidenceApi {

  private final EvidenceFile evidence;
  private final LargeAnswers answers;

  EvidenceApi(EvidenceFile evidence, LargeAnswers answers) {
    this.evidence = evidence;
    this.answers = answers;
  }

  /** All that is known of how a person was handled, as a zip. */
  @GetMapping(path = "/api/persons/{source}/evidence", produces = "application/zip")
  ResponseEntity<byte[]> get(
      @PathVariable String source, @RequestParam String reference, HttpServletRequest request) {
    return ResponseEntity.ok()
        .contentType(MediaType.valueOf("application/zip"))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"evidence.zip\"")
        .body(answers.make(() -> evidence.of(source, reference, Actor.of(request))));
  }
}
