package cairn.kernel.engine;

import cairn.kernel.Fallbacks;
import cairn.kernel.ProgramId;
import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.wasm.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Compiled programs on disk. They are code that this JVM will run, so the folder is private (0700)
 * and each file carries an HMAC-SHA256 over its name and content, under a key that is made once and
 * kept there: a file that was damaged, exchanged or left by another version counts as absent. Safe
 * for any thread and for several applications at once; what fails here costs time, nothing else.
 */
final class CompiledCache {
  /** Raised when what we compile, or how, changes while the engine's version does not. */
  private static final String OUR_VERSION = "1";

  static final long MAX_BYTES = 512L << 20;

  private static final int MAC_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final Path folder;
  private final Fallbacks fallbacks;
  private final byte[] key;

  private CompiledCache(Path folder, byte[] key, Fallbacks fallbacks) {
    this.folder = folder;
    this.fallbacks = fallbacks;
    this.key = key;
  }

  /** Opens or makes the folder; null: it cannot be had, so there is no cache. */
  static @Nullable CompiledCache open(Path folder, Fallbacks fallbacks) {
    try {
      Files.createDirectories(folder);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix"))
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return new CompiledCache(folder, key(folder), fallbacks);
    } catch (IOException | UnsupportedOperationException e) {
      fallbacks.count(Fallbacks.Kind.NO_CODE_FOLDER, e.toString());
      return null;
    }
  }

  private static byte[] key(Path folder) throws IOException {
    var file = folder.resolve("key");
    try {
      byte[] known = Files.readAllBytes(file);
      if (known.length == MAC_BYTES) return known;
    } catch (NoSuchFileException e) {
      // The first time.
    }
    byte[] fresh = new byte[MAC_BYTES];
    new SecureRandom().nextBytes(fresh);
    replace(file, fresh);
    return Files.readAllBytes(file);
  }

  private static void replace(Path file, byte[]... parts) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    var temporary = Files.createTempFile(folder, "new", null); // private to the user
    try {
      try (var out = Files.newOutputStream(temporary)) {
        for (byte[] part : parts) out.write(part);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String name(ProgramId id) {
    return id + "-" + Version.version() + "-" + OUR_VERSION + ".code";
  }

  /** Whether there is a file for this program; it may still turn out to be no good. */
  boolean mayHave(ProgramId id) {
    return Files.exists(folder.resolve(name(id)));
  }

  /** The cache as the engine's compiler wants it, for one program. */
  Cache of(ProgramId id) {
    return new Cache() {
      @Override
      @SuppressWarnings("NullAway") // null is the engine's word for "not there"
      public byte @Nullable [] get(String digest) {
        return read(name(id));
      }

      @Override
      public void putIfAbsent(String digest, byte[] data) {
        write(name(id), data);
      }
    };
  }

  private byte @Nullable [] read(String name) {
    try {
      var file = folder.resolve(name);
      byte[] all = Files.readAllBytes(file);
      byte[] mac = Arrays.copyOf(all, MAC_BYTES);
      byte[] content = Arrays.copyOfRange(all, Math.min(MAC_BYTES, all.length), all.length);
      if (!MessageDigest.isEqual(mac, mac(name, content))) {
        fallbacks.count(Fallbacks.Kind.CODE_NOT_READ, file + " is not what was written");
        Files.deleteIfExists(file);
        return null;
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return content;
    } catch (NoSuchFileException e) {
      return null; // it was not compiled yet
    } catch (IOException e) {
      fallbacks.count(Fallbacks.Kind.CODE_NOT_READ, e.toString());
      return null;
    }
  }

  private void write(String name, byte[] content) {
    try {
      replace(folder.resolve(name), mac(name, content), content);
      tidy();
    } catch (IOException e) {
      // A full disk, say: the program is compiled again next time.
      fallbacks.count(Fallbacks.Kind.CODE_NOT_WRITTEN, e.toString());
    }
  }

  /** Deletes what was not used for longest when there is too much. */
  private void tidy() throws IOException {
    var sizes = new HashMap<Path, Long>();
    var used = new HashMap<Path, FileTime>();
    long total = 0;
    try (var files = Files.newDirectoryStream(folder, "*.code")) {
      for (var file : files) {
        long size = Files.size(file);
        total += size;
        sizes.put(file, size);
        used.put(file, Files.getLastModifiedTime(file));
      }
    }
    for (var file : used.keySet().stream().sorted(Comparator.comparing(used::get)).toList()) {
      if (total <= MAX_BYTES) return;
      Files.deleteIfExists(file);
      total -= sizes.getOrDefault(file, 0L);
    }
  }

  private byte[] mac(String name, byte[] content) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has this algorithm
    }
  }
}
