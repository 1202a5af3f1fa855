// Runs a WASI command in V8: node wasi.mjs [--dir=FOLDER] FILE.wasm ARGUMENTS; the folder is its /w
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { WASI } from "node:wasi";

const given = process.argv.slice(2);
const folder = given[0].startsWith("--dir=") ? given.shift().slice(6) : undefined;
const [file, ...words] = given;
const wasi = new WASI({ version: "preview1", args: [basename(file), ...words], env: {}, preopens: folder ? { "/w": folder } : {}, returnOnExit: true });
const module = await WebAssembly.compile(await readFile(file));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
process.exitCode = wasi.start(instance);
