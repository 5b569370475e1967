package org.idwiseroutes.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Asks the brokers about the log's topic. */
public final class LogTopic implements AutoCloseable {

  /**
   * What may lose or repeat records.
   *
   * @param advice what to set
   */
  public record Risk(String what, String advice) {}

  private static final long BEFORE_AGAIN_MILLIS = 100;

  private final String topic;
  private final Admin admin;

  /**
   * Connects when it is asked.
   *
   * @param longest after which a question has failed
   */
  public LogTopic(KafkaClients clients, String topic, Duration longest) {
    this.topic = topic;
    this.admin = clients.admin(longest);
  }

  /**
   * Why it takes no records now; empty when it does, be it in some of its partitions. Waits for the
   * brokers.
   */
  public Optional<String> problem() {
    try {
      TopicDescription described = describe();
      int least = Integer.parseInt(config().get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value());
      List<String> problems =
          described.partitions().stream()
              .flatMap(partition -> problem(partition, least).stream())
              .toList();
      return problems.size() < described.partitions().size()
          ? Optional.empty()
          : Optional.of(problems.get(0));
    } catch (ExecutionException e) {
      return Optional.of(why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the question was interrupted");
    }
  }

  /**
   * What may lose or repeat records; none when there is nothing.
   *
   * @param group that reads it
   * @param largest bytes of a record
   * @param leastKept how long an unread record has to stay
   * @param mostKept for how long records are recognised that are read again
   * @throws IllegalStateException when the brokers do not answer for the topic, with the reason
   */
  public List<Risk> risks(String group, int largest, Duration leastKept, Duration mostKept) {
    try {
      TopicDescription described = describe();
      Config config = config();
      int replicas =
          described.partitions().stream().mapToInt(one -> one.replicas().size()).min().orElse(0);
      long inSync = number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
      List<Risk> risks = new ArrayList<>();
      rights(described, group, risks);
      if (inSync < 2 || inSync >= replicas) {
        risks.add(
            new Risk(
                "it has %d replicas and min.insync.replicas=%d, so that the loss of one broker loses events or stops the entrance"
                    .formatted(replicas, inSync),
                "have 3 replicas and min.insync.replicas=2"));
      }
      if (config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains("compact")) {
        risks.add(
            new Risk("it is compacted, which deletes events unread", "set cleanup.policy=delete"));
      }
      if (config.get(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG).value().equals("true")) {
        risks.add(
            new Risk(
                "a replica that lags may become the leader, which loses events",
                "set unclean.leader.election.enable=false"));
      }
      if (number(config, TopicConfig.RETENTION_BYTES_CONFIG) >= 0) {
        risks.add(new Risk("it deletes events unread once it is full", "set retention.bytes=-1"));
      }
      if (number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG) < largest) {
        risks.add(
            new Risk(
                "it refuses the largest events",
                "set max.message.bytes to %d or more".formatted(largest)));
      }
      long kept = number(config, TopicConfig.RETENTION_MS_CONFIG);
      if (kept >= 0 && kept < leastKept.toMillis()) {
        risks.add(
            new Risk(
                "it deletes events after %d h, read or not"
                    .formatted(Duration.ofMillis(kept).toHours()),
                "set retention.ms to %d or more".formatted(leastKept.toMillis())));
      }
      if (kept < 0 || kept > mostKept.toMillis()) {
        risks.add(
            new Risk(
                "it keeps events for longer than they are known here, so that reading it anew would repeat them",
                "set retention.ms to %d or less".formatted(mostKept.toMillis())));
      }
      return risks;
    } catch (ExecutionException e) {
      throw new IllegalStateException(why(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the question was interrupted", e);
    }
  }

  /**
   * Waits until the group has read all that stood in the topic when this was called.
   *
   * @return false when it had not within this time
   * @throws IllegalStateException when the brokers do not answer, with the reason
   */
  public boolean awaitRead(String group, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      Map<TopicPartition, Long> first = offsets(OffsetSpec.earliest());
      Map<TopicPartition, Long> written = offsets(OffsetSpec.latest());
      while (!isRead(group, first, written)) {
        if (System.nanoTime() > end) {
          return false;
        }
        Thread.sleep(BEFORE_AGAIN_MILLIS);
      }
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException(why(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the question was interrupted", e);
    }
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    describe()
        .partitions()
        .forEach(one -> asked.put(new TopicPartition(topic, one.partition()), which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /** Where nothing was read and nothing is left, nothing waits. */
  private boolean isRead(
      String group, Map<TopicPartition, Long> first, Map<TopicPartition, Long> written)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> read =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return written.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata offset = read.get(end.getKey());
              long from = first.get(end.getKey());
              return end.getValue() <= (offset == null ? from : Math.max(from, offset.offset()));
            });
  }

  private void rights(TopicDescription described, String group, List<Risk> risks)
      throws ExecutionException, InterruptedException {
    Set<AclOperation> onTopic = described.authorizedOperations();
    if (onTopic != null && !onTopic.containsAll(Set.of(AclOperation.READ, AclOperation.WRITE))) {
      risks.add(
          new Risk(
              "the nodes' user may not both read and write it",
              "give it Read, Write, Describe and DescribeConfigs on the topic"));
    }
    Set<AclOperation> onGroup =
        admin
            .describeConsumerGroups(
                List.of(group),
                new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
            .all()
            .get()
            .get(group)
            .authorizedOperations();
    if (onGroup != null && !onGroup.contains(AclOperation.READ)) {
      risks.add(
          new Risk(
              "the nodes' user may not read it in the group " + group,
              "give it Read and Describe on the group"));
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private static Optional<String> problem(TopicPartitionInfo partition, int least) {
    if (partition.leader() == null || partition.leader().isEmpty()) {
      return Optional.of("its partition %d has no leader".formatted(partition.partition()));
    }
    return partition.isr().size() < least
        ? Optional.of(
            "of its partition %d only %d replicas are in sync, and min.insync.replicas is %d"
                .formatted(partition.partition(), partition.isr().size(), least))
        : Optional.empty();
  }

  private TopicDescription describe() throws ExecutionException, InterruptedException {
    return admin
        .describeTopics(
            List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .allTopicNames()
        .get()
        .get(topic);
  }

  private Config config() throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }

  private static long number(Config config, String name) {
    return Long.parseLong(config.get(name).value());
  }

  private static String why(ExecutionException e) {
    return String.valueOf(e.getCause().getMessage());
  }
}
