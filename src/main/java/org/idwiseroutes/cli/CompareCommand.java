package org.idwiseroutes.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

/** {@code compare OLD NEW}: what differs, grouped, with ids of events. */
@Command(
    name = "compare",
    description = "Tells what the events of the database would do by the rules of another folder.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing differs", "1:something differs", "2:it cannot be told"})
final class CompareCommand extends LookingCommand {

  private static final int SHOWN = 3;

  @Parameters(index = "0", paramLabel = "OLD", description = "The folder of the rules so far.")
  private Path old;

  @Parameters(index = "1", paramLabel = "NEW", description = "The folder of the changed rules.")
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
