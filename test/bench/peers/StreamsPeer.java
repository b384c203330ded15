import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * A peer: Kafka Streams with exactly-once-v2. It counts in its state store and writes the counts that changed to PostgreSQL once
 * a second, as what they stand at, so that writing them again does no harm.
 *
 * <p>Arguments: brokers, JDBC URL, topic, folder for its state, observations in all.
 */
public final class StreamsPeer {
  private static final String STORE = "counts";

  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, args[1].replaceAll(".*/|[?].*", ""));
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, Path.of(args[3]).toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", "20000");
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 128L << 20);
    AtomicLong written = new AtomicLong();
    AtomicLong began = new AtomicLong();
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
            .withCachingEnabled());
    builder
        .stream(args[2], Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .process(() -> new Counting(args[1], began, written), STORE);
    KafkaStreams streams = new KafkaStreams(builder.build(), settings);
    streams.start();
    long total = Long.parseLong(args[4]);
    while (written.get() < total) Thread.sleep(20);
    double seconds = (System.nanoTime() - began.get()) / 1e9;
    System.out.printf(java.util.Locale.ROOT, "{\"seconds\":%.3f,\"transactions\":0,\"longestTransactionMs\":0}%n", seconds);
    System.out.flush();
    streams.close(Duration.ofSeconds(5));
    System.exit(0);
  }

  private static final class Counting implements Processor<byte[], byte[], Void, Void> {
    private final String url;
    private final AtomicLong began;
    private final AtomicLong written;
    private final Map<String, long[]> changed = new HashMap<>();
    private KeyValueStore<String, byte[]> counts;
    private Connection database;
    private long taken;

    Counting(String url, AtomicLong began, AtomicLong written) {
      this.url = url;
      this.began = began;
      this.written = written;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      counts = context.getStateStore(STORE);
      try {
        database = DriverManager.getConnection(url);
        database.setAutoCommit(false);
      } catch (Exception error) {
        throw new IllegalStateException(error);
      }
      context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, unused -> write());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      began.compareAndSet(0, System.nanoTime());
      byte[] value = record.value();
      String key = new String(value, 0, value.length - 1, java.nio.charset.StandardCharsets.ISO_8859_1);
      long[] both = changed.computeIfAbsent(key, this::stored);
      both[value[value.length - 1] == '+' ? 0 : 1] += 1;
      counts.put(key, bytesOf(both));
      taken += 1;
    }

    private long[] stored(String key) {
      byte[] bytes = counts.get(key);
      if (bytes == null) return new long[2];
      var buffer = java.nio.ByteBuffer.wrap(bytes);
      return new long[] {buffer.getLong(), buffer.getLong()};
    }

    private static byte[] bytesOf(long[] both) {
      return java.nio.ByteBuffer.allocate(16).putLong(both[0]).putLong(both[1]).array();
    }

    private void write() {
      if (changed.isEmpty()) return;
      String[] keys = changed.keySet().toArray(new String[0]);
      Long[] hits = new Long[keys.length];
      Long[] misses = new Long[keys.length];
      for (int at = 0; at < keys.length; at++) {
        hits[at] = changed.get(keys[at])[0];
        misses[at] = changed.get(keys[at])[1];
      }
      String upsert =
          "insert into counted select * from unnest(?::text[], ?::bigint[], ?::bigint[])"
              + " on conflict (key) do update set hits = excluded.hits, misses = excluded.misses";
      try (PreparedStatement statement = database.prepareStatement(upsert)) {
        statement.setArray(1, database.createArrayOf("text", keys));
        statement.setArray(2, database.createArrayOf("bigint", hits));
        statement.setArray(3, database.createArrayOf("bigint", misses));
        statement.executeUpdate();
        database.commit();
      } catch (Exception error) {
        throw new IllegalStateException(error);
      }
      changed.clear();
      written.addAndGet(taken);
      taken = 0;
    }
  }
}
