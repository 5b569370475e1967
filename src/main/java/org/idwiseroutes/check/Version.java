package org.idwiseroutes.check;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.idwiseroutes.routes.NamedTexts;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.ReachedFiles;
import org.idwiseroutes.wiring.Sent;
import org.idwiseroutes.wiring.Stage;
import org.springframework.context.ApplicationContext;

/** A folder of routes that can be run without effect. */
public final class Version implements AutoCloseable {

  private final Folder folder;
  private final Stage decide;
  private final DestinationStage destinations;
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  /**
   * Sets its routes up.
   *
   * @param settings in the place of the application's
   * @throws Exception when they cannot be
   */
  public Version(Folder folder, ApplicationContext application, Map<String, String> settings)
      throws Exception {
    this.folder = folder;
    this.decide =
        new Stage(Stage.DECIDE, folder.routeTexts(), folder.otherTexts(), application, settings);
    try {
      this.destinations =
          new DestinationStage(
              folder.routeTexts(), folder.otherTexts(), folder.answers(), application, settings);
    } catch (Exception e) {
      decide.close();
      throw e;
    }
  }

  /** All that a delivery to a destination depends on, as one text: alike when nothing differs. */
  public String text(String destination) {
    return texts.computeIfAbsent(destination, this::read);
  }

  /** The way of an event. */
  public Course decide(Map<String, Object> variables, String document) {
    try {
      return decide.of(variables, document);
    } catch (Exception e) {
      return Course.failed(e.toString(), null);
    }
  }

  /** What the destination of a delivery would do. */
  public Delivered deliver(Sent sent) {
    try {
      return destinations.of(sent).orElse(new Delivered(List.of(), "no route takes from it", null));
    } catch (Exception e) {
      return new Delivered(List.of(), e.toString(), null);
    }
  }

  @Override
  public void close() {
    decide.close();
    destinations.close();
  }

  private String read(String destination) {
    StringBuilder all = new StringBuilder();
    Map<String, String> others = folder.otherTexts();
    ReachedFiles.from("outbox:" + destination, folder.routeTexts())
        .forEach(
            (name, text) -> {
              all.append(name).append('\n').append(text);
              NamedTexts.in(text).forEach(other -> all.append(others.get(other)));
            });
    return all.append(folder.answers()).toString();
  }
}
