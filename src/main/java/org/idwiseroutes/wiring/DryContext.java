package org.idwiseroutes.wiring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.SimpleRegistry;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.idwiseroutes.routes.VerbatimSettings;
import org.idwiseroutes.routes.YamlText;
import org.springframework.context.ApplicationContext;

/**
 * A Camel context in which nothing has an effect: what is sent to an endpoint is only shown, and a
 * step that calls a bean of the application is passed over. Beans in expressions are asked, so they
 * may only answer.
 */
final class DryContext extends DefaultCamelContext {

  private static final List<String> WITHOUT_EFFECT =
      List.of("direct:", "log:", "jsonata:", "thymeleaf:", "json-http:");

  private final Map<String, Object> standIns;

  /**
   * Sets it up, without routes.
   *
   * @param standIns beans instead of the application's, by name; steps call these
   * @param effect is shown whatever is sent somewhere
   */
  DryContext(
      String name,
      ApplicationContext application,
      PropertiesSource settings,
      Map<String, Object> standIns,
      BiConsumer<RecordingComponent.RecordingEndpoint, Exchange> effect) {
    super(false);
    this.standIns = standIns;
    SimpleRegistry own = new SimpleRegistry();
    standIns.forEach(own::bind);
    getCamelContextExtension()
        .setRegistry(new DefaultRegistry(own, new ApplicationContextBeanRepository(application)));
    getCamelContextExtension().setName(name);
    setStartupSummaryLevel(StartupSummaryLevel.Off);
    RecordingComponent recording = new RecordingComponent(effect);
    addComponent("outbox", recording);
    PropertiesComponent properties = (PropertiesComponent) getPropertiesComponent();
    properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
    properties.addPropertiesSource(settings);
    getComponent("direct", DirectComponent.class).setBlock(false);
    getCamelContextExtension().addInterceptStrategy(this::intercepted);
    getCamelContextExtension()
        .registerEndpointCallback(
            (uri, endpoint) ->
                endpoint.getComponent() == recording
                        || WITHOUT_EFFECT.stream().anyMatch(uri::startsWith)
                    ? endpoint
                    : new RecordingComponent.RecordingEndpoint(uri, recording, endpoint));
  }

  @Override
  protected FactoryFinderResolver createFactoryFinderResolver() {
    return new SharedFactories();
  }

  /** Adds the routes of files by name, and starts them; when one fails, all is ended. */
  void run(Map<String, String> files) throws Exception {
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        load(file.getKey(), file.getValue());
      }
      start();
    } catch (Exception e) {
      stop();
      throw e;
    }
  }

  private static String given(ToDefinition to, Exchange exchange) {
    return to.getVariableSend() == null
        ? exchange.getMessage().getBody(String.class)
        : exchange.getVariable(to.getVariableSend(), String.class);
  }

  private void load(String name, String text) throws UnusableFileException {
    try {
      PluginHelper.getRoutesLoader(this)
          .loadRoutes(ResourceHelper.fromString(name, VerbatimSettings.in(YamlText.read(text))));
    } catch (Exception e) {
      throw new UnusableFileException(name, e);
    }
  }

  /** Camel intercepts the steps within a doTry and a doCatch, but not these themselves. */
  private static Optional<String> enteredTry(NamedNode node) {
    NamedNode parent = node.getParent();
    boolean within = parent instanceof TryDefinition || parent instanceof CatchDefinition;
    return within ? Optional.of(parent.getId()) : Optional.empty();
  }

  private Processor intercepted(
      CamelContext context, NamedNode node, Processor target, Processor next) {
    boolean passedOver =
        node instanceof ProcessDefinition
            || node instanceof LogDefinition
            || node instanceof BeanDefinition bean && !standIns.containsKey(bean.getRef());
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
          Recording.of(exchange).visit(node.getId());
          enteredTry(node).ifPresent(Recording.of(exchange)::enter);
        } catch (IllegalStateException goesRound) {
          exchange.setException(goesRound);
          callback.done(true);
          return true;
        }
        if (node instanceof ToDefinition to) {
          Recording.of(exchange).give(node.getId(), given(to, exchange));
        }
        if (passedOver) {
          callback.done(true);
          return true;
        }
        return super.process(exchange, callback);
      }
    };
  }
}
