//! Modules that wasm-smith makes of random bytes, with a configuration that is random as well.
use crate::Random;
use wasm_smith::{Config, InstructionKind, InstructionKinds, MemoryOffsetChoices, Module};
use wasmparser::{Operator, Parser, Payload};

/// Heads of loops and functions that a call passes before it traps.
const FUEL: u32 = 400;

pub struct Made {
    pub bytes: Vec<u8>,
    pub plain: bool,
}

/// The module of a seed; none if it could wait for ever, or has what Cairn refuses by name.
pub fn module(seed: u64) -> Option<Made> {
    let mut random = Random(seed);
    let config = config(&mut random);
    let plain = config.canonicalize_nans;
    let length = match random.below(8) {
        0 => 200 + random.below(800),
        7 => 8_000 + random.below(40_000),
        _ => 1_000 + random.below(7_000),
    };
    let bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
    let mut module = Module::new(config, &mut arbitrary::Unstructured::new(&bytes)).ok()?;
    module.ensure_termination(FUEL).expect("generated functions");
    let bytes = module.to_bytes();
    runs_here(&bytes).then_some(Made { bytes, plain })
}

fn config(random: &mut Random) -> Config {
    let references = random.one_in(8);
    let mut config = Config {
        allow_start_export: random.one_in(3),
        canonicalize_nans: random.one_in(2),
        disallow_traps: !random.one_in(3),
        export_everything: true,
        // Typed function references come with garbage collection only; what has its types is dropped.
        gc_enabled: references,
        max_types: if references { 4 } else { 30 },
        compact_imports_enabled: false,
        custom_page_sizes_enabled: random.one_in(6),
        exceptions_enabled: random.one_in(2),
        simd_enabled: !random.one_in(3),
        relaxed_simd_enabled: random.one_in(2),
        tail_call_enabled: !random.one_in(3),
        threads_enabled: random.one_in(3),
        memory64_enabled: random.one_in(2),
        wide_arithmetic_enabled: false,
        available_imports: random.one_in(3).then(imports),
        max_imports: 0,
        max_funcs: 2 + random.below(30) as usize,
        min_funcs: 1,
        max_instructions: if random.one_in(6) { 2_000 } else { 150 },
        max_memories: if random.one_in(3) { 3 } else { 1 },
        max_memory32_bytes: 8 << 16,
        max_memory64_bytes: 8 << 16,
        memory_max_size_required: true,
        memory_offset_choices: MemoryOffsetChoices(90, 9, 1),
        max_tables: 3,
        max_table_elements: 200,
        table_max_size_required: true,
        max_globals: 20,
        max_tags: 6,
        max_data_segments: 6,
        max_element_segments: 6,
        ..Config::default()
    };
    config.max_imports = if config.available_imports.is_some() { 20 } else { 0 };
    if random.one_in(3) {
        let kinds = [
            InstructionKind::Numeric,
            InstructionKind::VectorInt,
            InstructionKind::Vector,
            InstructionKind::Reference,
            InstructionKind::Parametric,
            InstructionKind::Variable,
            InstructionKind::Table,
            InstructionKind::Memory,
            InstructionKind::Control,
            InstructionKind::Aggregate,
        ];
        let chosen: Vec<_> = kinds.into_iter().filter(|_| random.one_in(2)).collect();
        if !chosen.is_empty() {
            config.allowed_instructions = InstructionKinds::new(&chosen);
        }
    }
    config
}

/// What a module may import; `crate::run` and Cairn's side give it.
fn imports() -> Vec<u8> {
    use wasm_encoder::{EntityType, ImportSection, TypeSection, ValType::*};
    let mut types = TypeSection::new();
    let mut imports = ImportSection::new();
    let all: [(&[wasm_encoder::ValType], &[wasm_encoder::ValType]); 6] = [
        (&[], &[]),
        (&[I32], &[I32]),
        (&[I64, F32, F64], &[I64]),
        (&[I32, I64], &[F64]),
        (&[F32, V128], &[V128, I32]),
        (&[I32, I32, I64, I64, F64], &[I64, F32, I32]),
    ];
    for (i, (parameters, results)) in all.iter().enumerate() {
        types.ty().function(parameters.iter().copied(), results.iter().copied());
        imports.import("host", &format!("f{i}"), EntityType::Function(i as u32));
    }
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports);
    module.finish()
}

fn runs_here(bytes: &[u8]) -> bool {
    let (mut shared, mut waits) = (false, false);
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.expect("a module") {
            Payload::TypeSection(reader) => {
                for group in reader {
                    for sub in group.expect("types").into_types() {
                        if !matches!(sub.composite_type.inner, wasmparser::CompositeInnerType::Func(_)) {
                            return false;
                        }
                    }
                }
            }
            Payload::MemorySection(reader) => {
                shared |= reader.into_iter().any(|memory| memory.expect("a memory").shared)
            }
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader().expect("a body") {
                    match operator.expect("an instruction") {
                        Operator::MemoryAtomicWait32 { .. } | Operator::MemoryAtomicWait64 { .. } => waits = true,
                        Operator::RefI31
                        | Operator::I31GetS
                        | Operator::I31GetU
                        | Operator::ArrayLen
                        | Operator::RefEq
                        | Operator::AnyConvertExtern
                        | Operator::ExternConvertAny
                        | Operator::RefTestNonNull { .. }
                        | Operator::RefTestNullable { .. }
                        | Operator::RefCastNonNull { .. }
                        | Operator::RefCastNullable { .. }
                        | Operator::BrOnCast { .. }
                        | Operator::BrOnCastFail { .. } => return false,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    !(shared && waits)
}
