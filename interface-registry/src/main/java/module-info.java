/** Interface definitions, content identifiers and the message codec. */
module cairn.registry {
  requires transitive org.jspecify;
  requires com.fasterxml.jackson.core;

  exports cairn.registry;
}
