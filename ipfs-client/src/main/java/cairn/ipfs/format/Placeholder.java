package cairn.ipfs.format;

interface Placeholder {}
