package cairn.ipfs;

interface Placeholder {}
