package cairn.programs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The programs that ship. A fault in their list is a bug of the build and an exception here. */
public final class ShippedPrograms {
  private ShippedPrograms() {}

  /** All of them, in the order in which they are shown. */
  public static List<ShippedProgram> all() {
    var programs = new ArrayList<ShippedProgram>();
    try (var json = new JsonFactory().createParser(resource("programs.json"))) {
      expect(json.nextToken(), JsonToken.START_ARRAY);
      while (json.nextToken() != JsonToken.END_ARRAY) programs.add(program(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(programs);
  }

  /**
   * The definitions, in source form, of interfaces that the programs bring along: with them the
   * inspectors can name and decode their messages.
   */
  public static List<String> definitions() {
    return List.of(new String(resource("echo.wit"), StandardCharsets.UTF_8));
  }

  /**
   * A program that is not in the list: what the start cache is trained on. With a folder as {@code
   * /train} and a number of rounds it does a little of everything, and copies its input.
   */
  public static byte[] training() {
    return resource("train.wasm");
  }

  private static ShippedProgram program(JsonParser json) throws IOException {
    String name = "";
    String title = "";
    String description = "";
    List<String> tags = new ArrayList<>();
    String cid = "";
    String sha256 = "";
    int size = 0;
    expect(json.currentToken(), JsonToken.START_OBJECT);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      switch (member) {
        case "name" -> name = json.getText();
        case "title" -> title = json.getText();
        case "description" -> description = json.getText();
        case "tags" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) tags.add(json.getText());
        }
        case "cid" -> cid = json.getText();
        case "sha256" -> sha256 = json.getText();
        case "size" -> size = json.getIntValue();
        default -> throw new IllegalStateException("programs.json: what is " + member + "?");
      }
    }
    return new ShippedProgram(name, title, description, tags, cid, sha256, size);
  }

  private static void expect(JsonToken found, JsonToken wanted) {
    if (found != wanted)
      throw new IllegalStateException("programs.json: " + wanted + " expected, " + found);
  }

  static byte[] resource(String file) {
    try (var in = ShippedPrograms.class.getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException(file + " is missing: run programs/build.sh");
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
