#!/usr/bin/env python3
"""Recomputes the test vectors of docs/INTERFACES.md from that page alone: ids and CIDs from the canonical texts, bytes
from types and values. Shares nothing with the Java code. Usage: check.py [INTERFACES.md]"""
import base64, hashlib, json, pathlib, re, struct, sys

page = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[4] / "docs/INTERFACES.md")
doc = page.read_text(encoding="utf-8")
passed, failed, messages = 0, 0, {}

def check(what, computed, written):
    global passed, failed
    passed, failed = passed + (computed == written), failed + (computed != written)
    if computed != written: print(f"FAILED {what}: computed {computed}, written {written}")

def type_of(t):
    kind, parts = t.pop(0), []
    if kind in ("list", "tuple", "option", "result") and t and t[0] == "<":
        t.pop(0)
        while t[0] != ">":
            parts.append(type_of(t))
            if t[0] == ",": t.pop(0)
        t.pop(0)
    elif kind in ("record", "variant", "enum", "flags"): parts = names_of(t, "}")
    return kind, parts

def names_of(t, end):
    names = []
    while t.pop(0) != end:  # "{", "(" or "," before a name, or the end
        if t[0] == end: continue
        name, opens = t.pop(0), t[0] if t[0] in ":(" else None
        if opens: t.pop(0)
        names.append((name, type_of(t) if opens else None))
        if opens == "(": t.pop(0)
    return names

def tokens(text): return re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*|->|[<>{}(),:_]", text)

def compact(n): return bytes([n << 2]) if n < 64 else struct.pack("<H", n << 2 | 1) if n < 1 << 14 else struct.pack("<I", n << 2 | 2)

def encode(of, v):
    kind, parts = of
    if kind[0] in "us" and kind[1:].isdigit(): return v.to_bytes(int(kind[1:]) // 8, "little", signed=kind[0] == "s")
    if kind in ("f32", "f64"): return struct.pack("<f" if kind == "f32" else "<d", v)
    if kind == "bool": return bytes([v])
    if kind == "char": return struct.pack("<I", ord(v))
    if kind == "string": return compact(len(v.encode())) + v.encode()
    if kind == "list":
        items = bytes.fromhex(v) if parts[0][0] == "u8" else v
        return (b"" if len(parts) > 1 else compact(len(items))) + b"".join(encode(parts[0], i) for i in items)
    if kind == "tuple": return b"".join(map(encode, parts, v))
    if kind == "record": return b"".join(encode(of, v[name]) for name, of in parts)
    if kind == "flags": return sum(1 << i for i, (name, _) in enumerate(parts) if name in v).to_bytes((len(parts) + 7) // 8, "little")
    if kind == "option": parts = [("none", None), ("some", parts[0])]
    if kind == "result": parts = [(n, p) for n, p in zip(("ok", "err"), parts + [("_", [])] * 2)]
    name, carried = (v, None) if isinstance(v, str) else next(iter(v.items()))
    index = [n for n, _ in parts].index(name)
    return bytes([index]) + (b"" if isinstance(v, str) else encode(parts[index][1], carried))

for id, cid, text in re.findall(r"id `(\w+)`  \nCID `(\w+)`.*?```text\n(.*?)\n```", doc, re.S):
    digest, name = hashlib.sha256(text.encode()).digest(), text.split()[1]
    check(name + " id", digest.hex(), id)
    check(name + " CID", "b" + base64.b32encode(b"\x01\x55\x12\x20" + digest).decode().lower().rstrip("="), cid)
    for index, line in enumerate(text.split("\n")[1:-1]):
        if line.startswith("raw "): continue
        t = tokens(line)[3:]  # behind "name", ":" and "func"
        parameters = names_of(t, ")")
        messages[f"{name}.{line.split(':')[0]}"] = index, [of for _, of in parameters], type_of(t[1:]) if t else None
for what, value, written in re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| `([0-9a-f]+|-)` \|$", doc, re.M):
    if "." in what:
        index, parameters, answer = messages[what.split()[0]]
        bytes_ = encode(answer, json.loads(value)) if what.endswith(" answer") else bytes([index]) + encode(("tuple", parameters), json.loads(value))
    else: bytes_ = encode(type_of(tokens(what)), json.loads(value))
    check(f"{what} {value[:40]}", bytes_.hex() or "-", written)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
