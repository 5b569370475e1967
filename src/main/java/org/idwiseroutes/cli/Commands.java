package org.idwiseroutes.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idwiseroutes.ops.ProductVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line. Settings are {@code --name=value} with a dot in the name, and go to Spring; all
 * else is a command or is refused, so that a mistyped one starts no node.
 */
public final class Commands {

  /** What the command line means that cannot be understood. */
  public static final int USAGE = 2;

  private static final List<String> NAMES =
      List.of("check", "doctor", "compare", "verify-chain", "verify-evidence", "hash-password");

  /** {@code --doctor=true} or {@code --doctor.json}: it would be a setting, and start a node. */
  private static final Pattern COMMAND_AS_SETTING =
      Pattern.compile("--(%s)[.=].*".formatted(String.join("|", NAMES)), Pattern.DOTALL);

  private static final String NOTHING_STARTED =
      "Nothing was started. A setting is --name=value with a dot in its name; --help tells the commands.";

  private static final Pattern SETTING =
      Pattern.compile(
          "--[A-Za-z][\\w-]*(\\.[\\w\\[\\]-]+)+(=.*)?|--(debug|trace)(=.*)?", Pattern.DOTALL);

  private final Class<?> application;
  private final PrintStream out;
  private final PrintStream err;

  /** Commands of this application, which print there. */
  public Commands(Class<?> application, PrintStream out, PrintStream err) {
    this.application = application;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the command that is asked for, or the node when none is.
   *
   * @param node gets the settings; it returns once the node has started
   * @return the exit code: 0 when all is well, 2 when the command line cannot be understood
   */
  public int run(String[] arguments, Consumer<String[]> node) {
    List<String> settings = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String argument : arguments) {
      Matcher command = COMMAND_AS_SETTING.matcher(argument);
      if (command.matches()) {
        err.printf(
            "%s is a command, and takes no value: write --%s, and what follows it with blanks.%n",
            argument, command.group(1));
        err.println(NOTHING_STARTED);
        return USAGE;
      }
      (SETTING.matcher(argument).matches() ? settings : others).add(argument);
    }
    String[] given = settings.toArray(String[]::new);
    CommandLine line = line(given, node);
    try {
      return line.execute(commandFirst(others));
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** {@code --check} is the same as {@code check}, wherever it stands. */
  private static String[] commandFirst(List<String> arguments) {
    List<String> ordered = new ArrayList<>(arguments);
    arguments.stream()
        .filter(argument -> NAMES.contains(argument.replaceFirst("^--", "")))
        .findFirst()
        .ifPresent(
            command -> {
              ordered.remove(command);
              ordered.add(0, command.replaceFirst("^--", ""));
            });
    return ordered.toArray(String[]::new);
  }

  private CommandLine line(String[] settings, Consumer<String[]> node) {
    return new CommandLine(new Node(settings, node))
        .addSubcommand(new CheckCommand(application, settings, out))
        .addSubcommand(new DoctorCommand(application, settings, out))
        .addSubcommand(new CompareCommand(application, settings, out))
        .addSubcommand(new VerifyChainCommand(application, settings, out))
        .addSubcommand(new VerifyEvidenceCommand(application, settings, out))
        .addSubcommand(new HashPasswordCommand(out, err))
        .addSubcommand(new HelpCommand())
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Commands::refuse)
        .setExecutionExceptionHandler(Commands::fail);
  }

  private static int refuse(ParameterException mistake, String[] arguments) {
    CommandLine line = mistake.getCommandLine();
    line.getErr().println(mistake.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(mistake, line.getErr());
    line.getErr().println(NOTHING_STARTED);
    return USAGE;
  }

  private static int fail(Exception thrown, CommandLine line, ParseResult arguments)
      throws Exception {
    throw thrown;
  }

  /** Runs a node. */
  @Command(
      name = "idwise-routes",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "[COMMAND]",
      description = {
        "Receives IDWise's webhooks once, decides, delivers. Without a command it runs a node.",
        "Every setting may follow as @|bold --name=value|@, as in --idwise.webhook.port=8443."
      })
  static final class Node implements Callable<Integer> {

    private final String[] settings;
    private final Consumer<String[]> node;

    @Option(
        names = {"--check", "--doctor", "--compare", "--hash-password"},
        description = "The commands of these names.")
    private boolean command;

    Node(String[] settings, Consumer<String[]> node) {
      this.settings = settings;
      this.node = node;
    }

    /** Spring has said in the log why a node does not start. */
    @Override
    public Integer call() {
      try {
        node.accept(settings);
        return 0;
      } catch (RuntimeException reported) {
        return 1;
      }
    }
  }

  /** The version that the jar was built as. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"idwise-routes " + ProductVersion.OF_THIS};
    }
  }
}
