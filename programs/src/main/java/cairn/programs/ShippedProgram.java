package cairn.programs;

import java.util.List;

/**
 * A program that ships.
 *
 * @param name as on the command line and in {@code argv[0]}: "fetch"
 * @param title for people: "Fetch"
 * @param description one line
 * @param tags what it uses or is: "console", "tcp", "handler", "wasi", "test"
 * @param cid of its bytes: CIDv1, raw, sha2-256, in base32
 * @param sha256 of its bytes, in lower-case hexadecimal digits
 * @param size in bytes
 */
public record ShippedProgram(
    String name,
    String title,
    String description,
    List<String> tags,
    String cid,
    String sha256,
    int size) {
  public ShippedProgram {
    tags = List.copyOf(tags);
  }

  /** The module, in a fresh array. */
  public byte[] bytes() {
    return ShippedPrograms.resource(name + ".wasm");
  }
}
