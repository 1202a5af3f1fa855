// A sieve, a map of strings and sorting, compiled by AssemblyScript.
const most = 200000;
const composite = new StaticArray<bool>(most + 1);
let count = 0;
for (let i = 2; i <= most; i++) {
  if (composite[i]) continue;
  count++;
  for (let j = i * 2; j <= most; j += i) composite[j] = true;
}
const words = new Map<string, i32>();
for (let i = 0; i < 20000; i++) {
  const key = "k" + ((i * 7919) % 997).toString();
  words.set(key, words.has(key) ? words.get(key) + 1 : 1);
}
const keys = words.keys();
keys.sort();
console.log(count.toString() + " " + keys.length.toString() + " " + keys[500] + " " + words.get(keys[500]).toString());
