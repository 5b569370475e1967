package org.idwiseroutes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.idwiseroutes.check.Comparer;
import org.idwiseroutes.check.Comparison;
import org.idwiseroutes.check.Folder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code compare OLD NEW}: what differs, grouped, with ids of events; {@code compare --node URL}:
 * what the events of that node did, beside what they would do by the rules that it runs now.
 */
@Command(
    name = "compare",
    description = {
      "Tells what the events of the database would do by the rules of another folder.",
      "Without folders, the node that --node names compares what its events did with what they would do by the rules that it runs now, and keeps that, so that it can be put right."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing differs", "1:something differs", "2:it cannot be told"})
final class CompareCommand extends LookingCommand {

  private static final int SHOWN = 3;
  private static final Duration LOOKED = Duration.ofMillis(500);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "OLD",
      description = "The folder of the rules so far.")
  private Path old;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NEW",
      description = "The folder of the changed rules.")
  private Path changed;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "7d",
      converter = Since.class,
      description = "Of which events, such as 12h or 30d; by default ${DEFAULT-VALUE}.")
  private Duration since;

  @Mixin private EventSource events;

  CompareCommand(Class<?> application, String[] settings, PrintStream out) {
    super(application, settings, "nothing.camel.yaml", out);
  }

  /** As durations are written in settings. */
  static final class Since implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      try {
        return DurationStyle.detectAndParse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "\"%s\" is no duration such as 12h or 30d".formatted(text));
      }
    }
  }

  @Override
  int look(ConfigurableApplicationContext context) throws Exception {
    if (old == null) {
      return compareOnNode(context);
    }
    if (changed == null) {
      throw new IllegalStateException(
          "name two folders: that of the rules so far, and the changed");
    }
    Comparison comparison =
        context
            .getBean(Comparer.class)
            .compare(
                Folder.read(old),
                Folder.read(changed),
                events.open(context.getEnvironment()),
                context.getBean(Clock.class).instant().minus(since));
    if (isJson()) {
      print(comparison);
    } else {
      out().println(comparison.summary());
      comparison.groups().forEach(this::print);
    }
    return comparison.isEmpty() ? 0 : 1;
  }

  private int compareOnNode(ConfigurableApplicationContext context) throws Exception {
    NodeApi node = events.api(context.getEnvironment());
    Instant from = context.getBean(Clock.class).instant().minus(since);
    JsonNode begun =
        node.post("/api/comparisons?from=" + from)
            .orElseThrow(
                () -> new IllegalStateException(node.url() + " is no address of a node's API"));
    String path = "/api/comparisons/" + begun.path("id").asText();
    JsonNode found = node.get(path).orElseThrow();
    while (found.at("/comparison/state").asText().equals("comparing")) {
      Thread.sleep(LOOKED.toMillis());
      found = node.get(path).orElseThrow();
    }
    JsonNode comparison = found.path("comparison");
    if (!comparison.path("problem").isNull()) {
      throw new IllegalStateException(comparison.path("problem").asText());
    }
    if (isJson()) {
      print(found);
    } else {
      out()
          .printf(
              "%,d of %,d events would go otherwise; %,d differences about %,d people can be put right.%n",
              comparison.path("different").asInt(),
              comparison.path("events").asInt(),
              comparison.path("total").asInt(),
              found.path("people").asInt());
      for (JsonNode one : found.path("differences")) {
        out().printf("%6d  %s%n", one.path("count").asInt(), one.path("words").asText());
      }
      out().printf("See %s/console/comparisons/%s%n", node.url(), comparison.path("id").asText());
    }
    return comparison.path("different").asInt() == 0 ? 0 : 1;
  }

  private void print(Comparison.Group group) {
    out().printf("%6d  %s%n", group.count(), group.words());
    out()
        .printf(
            "        %s%s%n",
            group.examples().stream()
                .limit(SHOWN)
                .map(Comparison.Example::id)
                .collect(Collectors.joining(", ")),
            group.count() > SHOWN ? ", …" : "");
    Comparison.Example first = group.examples().get(0);
    first.changes().forEach(change -> out().println("        " + change));
    first.before().forEach(request -> print("before", request));
    first.after().forEach(request -> print("after", request));
  }

  private void print(String when, String request) {
    out().printf("        %s: %s%n", when, request.strip().replace("\n", "\n          "));
  }
}
