import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A peer: a plain consumer that keeps its offsets in PostgreSQL beside the counts, so that a crash repeats nothing. It adds up a
 * large number of observations in memory and writes them in one transaction. No producer's repeat is found out. With "archive" it
 * also keeps every record as it came, those of a transaction as one value a partition. With "packed" a record is a whole sealed
 * batch, its source for a key, and cases are counted by the length of their refs.
 *
 * <p>Arguments: brokers, JDBC URL, topic, partitions, observations in all, observations a transaction, then archive or counts,
 * and packed or single.
 */
public final class PlainConsumer {
  public static void main(String[] args) throws Exception {
    String topic = args[2];
    int partitions = Integer.parseInt(args[3]);
    long total = Long.parseLong(args[4]);
    int atOnce = Integer.parseInt(args[5]);
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
    settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    settings.put("max.poll.records", "50000");
    settings.put("fetch.min.bytes", "1000000");
    settings.put("fetch.max.bytes", "50000000");
    settings.put("max.partition.fetch.bytes", "16000000");
    try (Connection database = DriverManager.getConnection(args[1]);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      database.setAutoCommit(false);
      boolean archives = args[6].equals("archive");
      new PlainConsumer(database, consumer, topic, partitions, archives, args[7].equals("packed")).run(total, atOnce);
    }
  }

  private final Connection database;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final long[] next;
  private final Map<String, long[]> counts = new HashMap<>();

  private final ByteArrayOutputStream[] archive;
  private final boolean isPacked;
  private final Map<String, String> names = new HashMap<>();

  private PlainConsumer(
      Connection database,
      KafkaConsumer<byte[], byte[]> consumer,
      String topic,
      int partitions,
      boolean archives,
      boolean isPacked) {
    this.isPacked = isPacked;
    this.database = database;
    this.consumer = consumer;
    this.topic = topic;
    this.next = new long[partitions];
    this.archive = new ByteArrayOutputStream[archives ? partitions : 0];
    for (int partition = 0; partition < archive.length; partition++) archive[partition] = new ByteArrayOutputStream();
  }

  private void run(long total, int atOnce) throws Exception {
    long done = prepare();
    long began = 0;
    int waiting = 0;
    int transactions = 0;
    double longest = 0;
    while (done < total) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        if (began == 0) began = System.nanoTime();
        long observations = isPacked ? addPacked(record) : add(record);
        waiting += observations;
        done += observations;
      }
      if (waiting < atOnce && done < total) continue;
      long start = System.nanoTime();
      flush();
      longest = Math.max(longest, (System.nanoTime() - start) / 1e6);
      transactions += 1;
      waiting = 0;
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        java.util.Locale.ROOT,
        "{\"seconds\":%.3f,\"transactions\":%d,\"longestTransactionMs\":%.0f}%n",
        seconds, transactions, longest);
  }

  /** Seeks where it stood, and returns how many observations were counted. */
  private long prepare() throws Exception {
    long counted;
    List<TopicPartition> assigned = new ArrayList<>();
    for (int partition = 0; partition < next.length; partition++) assigned.add(new TopicPartition(topic, partition));
    consumer.assign(assigned);
    try (var statement = database.createStatement()) {
      var rows = statement.executeQuery("select partition, next from consumed");
      while (rows.next()) next[rows.getInt(1)] = rows.getLong(2);
      var sum = statement.executeQuery("select coalesce(sum(hits + misses), 0) from counted");
      sum.next();
      counted = sum.getLong(1);
    }
    database.commit();
    for (TopicPartition partition : assigned) consumer.seek(partition, next[partition.partition()]);
    return counted;
  }

  /** A value is the cell's key and, at its end, "+" for a hit or "-" for a miss. */
  private long add(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    String key = new String(value, 0, value.length - 1, StandardCharsets.ISO_8859_1);
    long[] both = counts.computeIfAbsent(key, unused -> new long[2]);
    both[value[value.length - 1] == '+' ? 0 : 1] += 1;
    if (archive.length > 0) {
      archive[record.partition()].writeBytes(record.key());
      archive[record.partition()].writeBytes(value);
      archive[record.partition()].write('\n');
    }
    next[record.partition()] = record.offset() + 1;
    return 1;
  }

  /** A value is a SealedBatch (cx.batches.v1): its observations are field 11, their cells field 1. */
  private long addPacked(ConsumerRecord<byte[], byte[]> record) {
    Message batch = new Message(record.value(), 0, record.value().length);
    String source = new String(record.key(), StandardCharsets.ISO_8859_1);
    long observations = 0;
    while (batch.next()) {
      if (batch.field != 11) continue;
      Message cells = new Message(batch.bytes, batch.from, batch.to);
      while (cells.next()) observations += addCell(source, new Message(cells.bytes, cells.from, cells.to));
    }
    if (archive.length > 0) archive[record.partition()].writeBytes(record.value());
    next[record.partition()] = record.offset() + 1;
    return observations;
  }

  private long addCell(String source, Message cell) {
    String key = "";
    long hits = 0;
    long misses = 0;
    while (cell.next()) {
      if (cell.field == 1) key = new String(cell.bytes, cell.from, cell.to - cell.from, StandardCharsets.ISO_8859_1);
      if (cell.field == 2) hits = (cell.to - cell.from) / 16;
      if (cell.field == 3) misses = (cell.to - cell.from) / 16;
    }
    String name = names.get(key);
    if (name == null) names.put(key, name = nameOf(source, key.getBytes(StandardCharsets.ISO_8859_1)));
    long[] both = counts.computeIfAbsent(name, unused -> new long[2]);
    both[0] += hits;
    both[1] += misses;
    return hits + misses;
  }

  private static String nameOf(String source, byte[] bytes) {
    String[] texts = new String[9];
    java.util.Arrays.fill(texts, "");
    Message key = new Message(bytes, 0, bytes.length);
    while (key.next()) texts[key.field] = new String(bytes, key.from, key.to - key.from, StandardCharsets.UTF_8);
    String name = source + " " + texts[1] + " " + texts[3] + " " + texts[4];
    return texts[6].isEmpty() ? name : name + " " + texts[6] + " " + texts[7];
  }

  /** The fields of a message, one after the other; of numbers only the place. */
  private static final class Message {
    final byte[] bytes;
    final int end;
    int at;
    int field;
    int from;
    int to;

    Message(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
    }

    boolean next() {
      if (at >= end) return false;
      int tag = varint();
      field = tag >>> 3;
      from = at;
      int length = varint();
      if ((tag & 7) == 2) from = at;
      to = (tag & 7) == 2 ? at + length : at;
      at = to;
      return true;
    }

    private int varint() {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        byte part = bytes[at++];
        value |= (part & 0x7f) << shift;
        if (part >= 0) return value;
      }
    }
  }

  private void flush() throws Exception {
    String[] keys = new String[counts.size()];
    Long[] hits = new Long[keys.length];
    Long[] misses = new Long[keys.length];
    int at = 0;
    for (Map.Entry<String, long[]> entry : counts.entrySet()) {
      keys[at] = entry.getKey();
      hits[at] = entry.getValue()[0];
      misses[at] = entry.getValue()[1];
      at += 1;
    }
    String upsert =
        "insert into counted select * from unnest(?::text[], ?::bigint[], ?::bigint[])"
            + " on conflict (key) do update set hits = counted.hits + excluded.hits, misses = counted.misses + excluded.misses";
    try (PreparedStatement statement = database.prepareStatement(upsert)) {
      statement.setArray(1, database.createArrayOf("text", keys));
      statement.setArray(2, database.createArrayOf("bigint", hits));
      statement.setArray(3, database.createArrayOf("bigint", misses));
      statement.executeUpdate();
    }
    String move = "insert into consumed values (?, ?) on conflict (partition) do update set next = excluded.next";
    try (PreparedStatement statement = database.prepareStatement(move)) {
      for (int partition = 0; partition < next.length; partition++) {
        statement.setInt(1, partition);
        statement.setLong(2, next[partition]);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    keep();
    database.commit();
    counts.clear();
  }

  private void keep() throws Exception {
    for (int partition = 0; partition < archive.length; partition++) {
      if (archive[partition].size() == 0) continue;
      try (PreparedStatement statement = database.prepareStatement("insert into archived values (?, ?, ?)")) {
        statement.setInt(1, partition);
        statement.setLong(2, next[partition]);
        statement.setBytes(3, archive[partition].toByteArray());
        statement.executeUpdate();
      }
      archive[partition].reset();
    }
  }
}
