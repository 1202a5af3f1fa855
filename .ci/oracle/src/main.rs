//! Makes random modules, and says what wasmtime makes of them: the other side of cairn.compiler.ModuleFuzz.
//!
//! `oracle modules FIRST COUNT` writes the modules of COUNT seeds from FIRST on, with what their functions answer;
//! `oracle module FILE ...` does so for modules that exist; `oracle changed FOLDER SEED COUNT` writes modules of the
//! folder with damage, and whether they are valid. A record is a length of 4 bytes (big endian) and a module, then a
//! length and the lines of text:
//!
//! ```text
//! seed N [plain]                 where it is from; plain: its NaNs are canonical whatever the engine does
//! new -> ok | TRAP               a new instance takes the place of the last one
//! call EXPORT ARGS -> RESULTS | TRAP
//! memory EXPORT PAGES HASH       what the instance holds before it is replaced
//! global EXPORT VALUE
//! table EXPORT SIZE BITS
//! end
//! ```
//!
//! `valid` or `invalid WHY` stands in place of these for damaged modules.
mod damage;
mod generate;
mod run;

use std::io::{BufWriter, Write};

/// Deep recursions of large functions fit; more is never compared, as engines differ.
const STACK: usize = 256 << 20;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let work = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || act(&arguments))
        .unwrap();
    if work.join().is_err() {
        std::process::exit(1);
    }
}

fn act(arguments: &[String]) {
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let number = |i: usize| arguments[i].parse::<u64>().expect("a number");
    match arguments.first().map(String::as_str) {
        Some("modules") => {
            let oracle = run::Oracle::new();
            for seed in number(1)..number(1) + number(2) {
                let Some(made) = generate::module(seed) else { continue };
                let head = format!("seed {seed}{}\n", if made.plain { " plain" } else { "" });
                if let Some(text) = oracle.run(&made.bytes) {
                    record(&mut out, &made.bytes, &(head + &text));
                }
            }
        }
        Some("module") => {
            let oracle = run::Oracle::new();
            for file in &arguments[1..] {
                let bytes = std::fs::read(file).expect("a file");
                match oracle.run(&bytes) {
                    Some(text) => record(&mut out, &bytes, &format!("seed {file}\n{text}")),
                    None => eprintln!("oracle: {file} cannot be compared"),
                }
            }
        }
        Some("changed") => damage::all(&arguments[1], number(2), number(3), &mut |bytes, text| {
            record(&mut out, bytes, text)
        }),
        _ => panic!("oracle modules FIRST COUNT | module FILE... | changed FOLDER SEED COUNT"),
    }
    out.flush().expect("a reader");
}

fn record(out: &mut impl Write, module: &[u8], text: &str) {
    for part in [module, text.as_bytes()] {
        out.write_all(&(part.len() as u32).to_be_bytes()).expect("a reader");
        out.write_all(part).expect("a reader");
    }
}

/// SplitMix64: few lines, and the same on both sides.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e3779b97f4a7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d049bb133111eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}
