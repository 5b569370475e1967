package org.idwiseroutes.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** One record of the spool: length, CRC-32C, bytes. */
final class SpoolRecord {

  private static final int HEADER = 2 * Integer.BYTES;

  private SpoolRecord() {}

  static void write(FileChannel file, byte[] bytes) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEADER + bytes.length);
    record.putInt(bytes.length).putInt(crc(bytes)).put(bytes).flip();
    while (record.hasRemaining()) {
      file.write(record);
    }
  }

  /** The next record's bytes; null, and the position stays, when no whole one follows. */
  static byte[] next(ByteBuffer file) {
    if (file.remaining() < HEADER) {
      return null;
    }
    int start = file.position();
    int length = file.getInt();
    int crc = file.getInt();
    if (length >= 0 && length <= file.remaining()) {
      byte[] bytes = new byte[length];
      file.get(bytes);
      if (crc(bytes) == crc) {
        return bytes;
      }
    }
    file.position(start);
    return null;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
