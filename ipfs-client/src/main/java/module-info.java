/** Content by its hash: formats, store, retrieval. */
module cairn.ipfs {
  requires transitive cairn.registry;
  requires transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires okhttp3;
  requires org.bouncycastle.provider;

  exports cairn.ipfs;
  exports cairn.ipfs.format;
}
