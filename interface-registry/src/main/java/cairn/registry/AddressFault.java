package cairn.registry;

/**
 * Why a text is not an address of content. Positions count characters from 1, in the text as it was
 * given.
 */
public sealed interface AddressFault {
  /** Nothing was typed. */
  record Empty() implements AddressFault {}

  /** Longer than any address may be. */
  record TooLong(int length, int limit) implements AddressFault {}

  /** A character outside its alphabet. {@code alphabet}: "base58", "base32", "hexadecimal". */
  record BadCharacter(int position, String character, String alphabet) implements AddressFault {}

  /** A part of the text that may not stand there. {@code expected}: a noun phrase. */
  record Unexpected(int position, String found, String expected) implements AddressFault {}

  /** Well written, but what it spells is no content identifier. {@code what}: a clause. */
  record Malformed(String what) implements AddressFault {}

  /** A content identifier whose hash function Cairn cannot compute. */
  record UnknownHash(long code) implements AddressFault {}

  /** A form that exists and that Cairn does not follow yet. */
  record NotSupportedYet(Form form, String text) implements AddressFault {}

  /** None of the forms an address may have. */
  record NotAnAddress(String text) implements AddressFault {}

  /** Forms that are recognised only to be refused by name. */
  enum Form {
    /** A mutable name: {@code k51...}, {@code ipns://}, {@code /ipns/}. */
    IPNS_NAME,
    /** A domain whose DNS entry may point to content. */
    DNS_NAME,
    /** 32 bytes in base58, as redshirt wrote its BLAKE3 hashes. */
    BASE58_HASH
  }

  /** A clause in lower case without a full stop, to stand after a colon or to be capitalised. */
  default String inWords() {
    return switch (this) {
      case Empty() -> "the address is empty";
      case TooLong(int length, int limit) ->
          "the address has " + length + " characters, at most " + limit + " are possible";
      case BadCharacter(int position, String character, String alphabet) ->
          "character "
              + position
              + ", "
              + quoted(character)
              + ", is not in the "
              + alphabet
              + " alphabet";
      case Unexpected(int position, String found, String expected) ->
          "at character "
              + position
              + " stands "
              + (found.isEmpty() ? "nothing" : quoted(found))
              + ", expected was "
              + expected;
      case Malformed(String what) -> what;
      case UnknownHash(long code) ->
          "its hash function, number 0x" + Long.toHexString(code) + ", is not one Cairn can check";
      case NotSupportedYet(Form form, String text) ->
          switch (form) {
            case IPNS_NAME -> quoted(text) + " is an IPNS name; Cairn does not follow names yet";
            case DNS_NAME ->
                quoted(text) + " is a domain name; Cairn does not look up DNSLink entries yet";
            case BASE58_HASH ->
                quoted(text)
                    + " is a bare hash of 32 bytes in base58; Cairn does not look these up yet";
          };
      case NotAnAddress(String text) ->
          quoted(text)
              + " is not a hash, an ipfs:// address, a gateway's URL, the name of a program that"
              + " came with Cairn or a .wasm or .car file";
    };
  }

  private static String quoted(String text) {
    return "'" + PlainText.shortened(text, 60) + "'";
  }
}
