//! Real modules with damage, and whether they are valid nevertheless.
use crate::Random;
use wasmparser::{Parser, Payload, Validator, WasmFeatures};

/// Larger ones cost more than they show.
const LARGEST: u64 = 8 << 20;

pub fn all(folder: &str, seed: u64, count: u64, record: &mut dyn FnMut(&[u8], &str)) {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| {
            path.extension().is_some_and(|e| e == "wasm") && path.metadata().is_ok_and(|m| m.len() < LARGEST)
        })
        .collect();
    files.sort();
    for number in seed..seed + count {
        let mut random = Random(number);
        let file = &files[random.below(files.len() as u64) as usize];
        let mut bytes = std::fs::read(file).expect("a module");
        damage(&mut bytes, &mut random);
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let verdict = match Validator::new_with_features(features()).validate_all(&bytes) {
            Ok(_) => "valid".to_string(),
            Err(error) => format!("invalid {error}").replace('\n', " "),
        };
        record(&bytes, &format!("seed {number} {name}\n{verdict}\n"));
    }
}

/// WebAssembly 3.0, and threads, legacy exceptions and custom page sizes.
fn features() -> WasmFeatures {
    WasmFeatures::WASM3 | WasmFeatures::THREADS | WasmFeatures::LEGACY_EXCEPTIONS | WasmFeatures::CUSTOM_PAGE_SIZES
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let sections = sections(bytes);
    let (id, start, end) = sections[random.below(sections.len() as u64) as usize];
    let length = (end - start) as u64;
    let place = |random: &mut Random| start + random.below(length.max(1)) as usize;
    match random.below(10) {
        // Bytes of one section, of which small ones count as much as large ones.
        0..=4 => {
            for _ in 0..1 + random.below(3) {
                let at = place(random).min(bytes.len() - 1);
                bytes[at] = match random.below(3) {
                    0 => random.next() as u8,
                    1 => bytes[at] ^ (1 << random.below(8)),
                    _ => bytes[place(random).min(bytes.len() - 1)],
                };
            }
        }
        // The file ends early.
        5 => bytes.truncate(place(random)),
        // Bytes are missing, with the sections' lengths as they were.
        6 => {
            let from = place(random);
            let to = (from + 1 + random.below(64) as usize).min(bytes.len());
            bytes.drain(from..to);
        }
        // A piece stands twice.
        7 => {
            let from = place(random);
            let to = (from + 1 + random.below(64) as usize).min(bytes.len());
            let piece = bytes[from..to].to_vec();
            bytes.splice(to..to, piece);
        }
        // A section is missing, or stands twice.
        8 => drop(bytes.drain(head(bytes, id, start)..end)),
        _ => {
            let whole = bytes[head(bytes, id, start)..end].to_vec();
            bytes.splice(end..end, whole);
        }
    }
}

/// Where a section begins with its id and length.
fn head(bytes: &[u8], id: u8, content: usize) -> usize {
    (content.saturating_sub(6)..content)
        .rev()
        .find(|at| bytes[*at] == id && content - at >= 2)
        .unwrap_or(content)
}

/// The id, begin and end of the content of each section.
fn sections(bytes: &[u8]) -> Vec<(u8, usize, usize)> {
    Parser::new(0)
        .parse_all(bytes)
        .map_while(Result::ok)
        .filter_map(|payload: Payload| {
            payload
                .as_section()
                .map(|(id, range)| (id, range.start as usize, range.end as usize))
        })
        .collect()
}
