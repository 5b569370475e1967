package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/replays}. */
@RestController
@RequestMapping("/api/replays")
public class ReplaysApi {

  private final BulkReplays replays;
  private final Audit audit;

  ReplaysApi(BulkReplays replays, Audit audit) {
    this.replays = replays;
    this.audit = audit;
  }

  @GetMapping
  Page<ReplayView> list(@RequestParam(required = false) Integer limit) {
    return new Page<>(replays.last(Filter.limit(limit)), null);
  }

  @GetMapping("/{id}")
  public ReplayView get(@PathVariable UUID id) {
    return replays
        .find(id)
        .orElseThrow(
            () ->
                new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no replay of this id"));
  }

  /** Puts no further delivery back; 409 when it is not running. */
  @PostMapping("/{id}/cancel")
  @Transactional
  public ReplayView cancel(@PathVariable UUID id, HttpServletRequest request) {
    ReplayView replay = get(id);
    if (!replays.cancel(id)) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "Only a running replay can be cancelled; this one is " + replay.state());
    }
    audit.record(request, "cancel replay", id.toString(), replay.done() + " were done");
    return get(id);
  }
}
