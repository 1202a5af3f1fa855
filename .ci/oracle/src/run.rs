//! What wasmtime makes of a module, as lines.
use crate::Random;
use std::fmt::Write;
use wasmtime::*;

/// Fewer bytes than the thread's stack has.
const GUEST_STACK: usize = 200 << 20;
const CALLS: u64 = 2;

pub struct Oracle {
    engine: Engine,
    linker: Linker<()>,
}

impl Oracle {
    pub fn new() -> Self {
        let mut config = Config::new();
        config
            .max_wasm_stack(GUEST_STACK)
            .async_stack_size(GUEST_STACK)
            .cranelift_opt_level(OptLevel::None)
            .cranelift_nan_canonicalization(true)
            .relaxed_simd_deterministic(true)
            .memory_reservation(1 << 20)
            .memory_guard_size(0)
            .wasm_backtrace_max_frames(None)
            .wasm_relaxed_simd(true)
            .wasm_tail_call(true)
            .wasm_threads(true)
            .wasm_multi_memory(true)
            .wasm_memory64(true)
            .wasm_extended_const(true)
            .wasm_custom_page_sizes(true)
            .wasm_function_references(true)
            .wasm_gc(true)
            .wasm_exceptions(true)
            .shared_memory(true);
        let engine = Engine::new(&config).expect("an engine");
        let mut linker = Linker::new(&engine);
        use ValType::*;
        let all: [(&[ValType], &[ValType]); 6] = [
            (&[], &[]),
            (&[I32], &[I32]),
            (&[I64, F32, F64], &[I64]),
            (&[I32, I64], &[F64]),
            (&[F32, V128], &[V128, I32]),
            (&[I32, I32, I64, I64, F64], &[I64, F32, I32]),
        ];
        for (i, (parameters, results)) in all.iter().enumerate() {
            let ty = FuncType::new(&engine, parameters.iter().cloned(), results.iter().cloned());
            linker
                .func_new("host", &format!("f{i}"), ty.clone(), move |_, arguments, results| {
                    answer(i as u64, arguments, results, &ty);
                    Ok(())
                })
                .expect("a name of its own");
        }
        Oracle { engine, linker }
    }

    /// The lines of a module; none if wasmtime does not take it or a function needs too much stack.
    pub fn run(&self, bytes: &[u8]) -> Option<String> {
        let module = match Module::from_binary(&self.engine, bytes) {
            Ok(module) => module,
            Err(error) => {
                eprintln!("oracle: not compiled: {error:#}");
                return None;
            }
        };
        let mut random = Random(bytes.len() as u64);
        let mut text = String::new();
        let exports: Vec<_> = module.exports().map(|e| (e.name().to_string(), e.ty())).collect();
        let mut running: Option<(Store<()>, Instance)> = None;
        for (index, (name, ty)) in exports.iter().enumerate() {
            let ExternType::Func(ty) = ty else { continue };
            for _ in 0..CALLS {
                if running.is_none() {
                    let mut store = Store::new(&self.engine, ());
                    match self.linker.instantiate(&mut store, &module) {
                        Ok(instance) => {
                            text.push_str("new -> ok\n");
                            running = Some((store, instance));
                        }
                        Err(error) => {
                            writeln!(text, "new -> {}", kind(&error)?).unwrap();
                            text.push_str("end\n");
                            return Some(text);
                        }
                    }
                }
                let (store, instance) = running.as_mut().unwrap();
                let function = instance.get_func(&mut *store, name).unwrap();
                let mut shown = Vec::new();
                let mut arguments = Vec::new();
                for parameter in ty.params() {
                    let Some((value, words)) = argument(&mut random, &parameter, store, instance, &exports) else {
                        break;
                    };
                    arguments.push(value);
                    shown.push(words);
                }
                if arguments.len() < ty.params().len() {
                    break;
                }
                write!(text, "call {index} {} -> ", shown.join(",")).unwrap();
                let mut results: Vec<Val> = ty.results().map(|_| Val::I32(0)).collect();
                match function.call(&mut *store, &arguments, &mut results) {
                    Ok(()) => {
                        let shown: Vec<_> = results.iter().map(|result| words(result, store)).collect();
                        text.push_str(&shown.join(","));
                        text.push('\n');
                    }
                    Err(error) => {
                        text.push_str(kind(&error)?);
                        text.push('\n');
                        state(&mut text, store, instance, &exports);
                        running = None;
                    }
                }
            }
        }
        if let Some((store, instance)) = running.as_mut() {
            state(&mut text, store, instance, &exports);
        }
        text.push_str("end\n");
        Some(text)
    }
}

/// The kind of a trap; none if the stack ended or wasmtime has a limit of its own.
fn kind(error: &Error) -> Option<&'static str> {
    if error.is::<ThrownException>() {
        return Some("thrown");
    }
    Some(match error.downcast_ref::<Trap>() {
        Some(Trap::MemoryOutOfBounds) => "memory",
        Some(Trap::HeapMisaligned) => "unaligned",
        Some(Trap::TableOutOfBounds) => "table",
        Some(Trap::IndirectCallToNull) => "uninitialized",
        Some(Trap::BadSignature) => "type",
        Some(Trap::IntegerOverflow) => "overflow",
        Some(Trap::IntegerDivisionByZero) => "zero",
        Some(Trap::BadConversionToInteger) => "conversion",
        Some(Trap::UnreachableCodeReached) => "unreachable",
        Some(Trap::AtomicWaitNonSharedMemory) => "shared",
        Some(Trap::NullReference) => "null",
        Some(Trap::StackOverflow) => return None,
        _ => {
            eprintln!("oracle: {error:#}");
            return None;
        }
    })
}

fn argument(
    random: &mut Random,
    ty: &ValType,
    store: &mut Store<()>,
    instance: &Instance,
    exports: &[(String, ExternType)],
) -> Option<(Val, String)> {
    let number = |random: &mut Random| match random.below(6) {
        0 => random.below(16),
        1 => (1u64 << random.below(64)).wrapping_sub(random.below(2)),
        2 => !random.below(16),
        _ => random.next(),
    };
    let n = number(random);
    let value = match ty {
        ValType::I32 => Val::I32(n as i32),
        ValType::I64 => Val::I64(n as i64),
        // Of NaNs only the one that both sides make.
        ValType::F32 if f32::from_bits(n as u32).is_nan() => Val::F32(f32::NAN.to_bits()),
        ValType::F64 if f64::from_bits(n).is_nan() => Val::F64(f64::NAN.to_bits()),
        ValType::F32 => Val::F32(n as u32),
        ValType::F64 => Val::F64(n),
        ValType::V128 => Val::V128(V128::from((number(random) as u128) << 64 | n as u128)),
        ValType::Ref(reference) => match reference.heap_type() {
            HeapType::Extern if !reference.is_nullable() || n % 3 > 0 => {
                let value = ExternRef::new(&mut *store, (n % 100) as u32).ok()?;
                Val::ExternRef(Some(value))
            }
            HeapType::Func if !reference.is_nullable() || n % 3 > 0 => {
                let functions: Vec<_> = exports
                    .iter()
                    .enumerate()
                    .filter(|(_, (_, ty))| ty.func().is_some())
                    .collect();
                let (index, (name, _)) = functions[(n % functions.len() as u64) as usize];
                return Some((
                    Val::FuncRef(instance.get_func(&mut *store, name)),
                    format!("func{index}"),
                ));
            }
            heap if reference.is_nullable() => Val::null_ref(heap),
            _ => return None,
        },
    };
    let shown = words(&value, store);
    Some((value, shown))
}

fn words(value: &Val, store: &mut Store<()>) -> String {
    match value {
        Val::I32(n) => format!("{n:x}"),
        Val::I64(n) => format!("{n:x}"),
        Val::F32(n) => format!("{n:x}"),
        Val::F64(n) => format!("{n:x}"),
        Val::V128(n) => {
            let n = n.as_u128();
            format!("{:x}:{:x}", n as u64, (n >> 64) as u64)
        }
        Val::ExternRef(Some(reference)) => match reference.data(&*store) {
            Ok(Some(data)) => format!("extern{}", data.downcast_ref::<u32>().unwrap()),
            _ => "ref".to_string(),
        },
        Val::FuncRef(None) | Val::ExternRef(None) | Val::AnyRef(None) | Val::ExnRef(None) => "null".to_string(),
        _ => "ref".to_string(),
    }
}

fn state(text: &mut String, store: &mut Store<()>, instance: &Instance, exports: &[(String, ExternType)]) {
    for (index, (name, _)) in exports.iter().enumerate() {
        match instance.get_export(&mut *store, name).unwrap() {
            Extern::Memory(memory) => {
                let pages = memory.size(&*store);
                writeln!(text, "memory {index} {pages:x} {:x}", hash(memory.data(&*store))).unwrap();
            }
            Extern::SharedMemory(memory) => {
                // Nobody else runs.
                let data = unsafe { std::slice::from_raw_parts(memory.data().as_ptr().cast(), memory.data_size()) };
                writeln!(text, "memory {index} {:x} {:x}", memory.size(), hash(data)).unwrap();
            }
            Extern::Global(global) => {
                let value = global.get(&mut *store);
                writeln!(text, "global {index} {}", words(&value, store)).unwrap();
            }
            Extern::Table(table) => {
                let size = table.size(&*store);
                let mut bits = 0u64;
                for i in 0..size {
                    bits = mix(bits, table.get(&mut *store, i).is_some_and(|r| !r.is_null()) as u64);
                }
                writeln!(text, "table {index} {size:x} {bits:x}").unwrap();
            }
            _ => {}
        }
    }
}

fn mix(hash: u64, bits: u64) -> u64 {
    (hash ^ bits).wrapping_mul(0x9e3779b97f4a7c15).rotate_left(29)
}

fn hash(bytes: &[u8]) -> u64 {
    let words = bytes.chunks_exact(8);
    let rest = words
        .remainder()
        .iter()
        .fold(bytes.len() as u64, |h, b| mix(h, *b as u64));
    words.fold(rest, |h, w| mix(h, u64::from_le_bytes(w.try_into().unwrap())))
}

/// What host function `f` answers: numbers made of its arguments, none a NaN.
fn answer(f: u64, arguments: &[Val], results: &mut [Val], ty: &FuncType) {
    let mut h = f;
    for argument in arguments {
        h = match argument {
            Val::I32(n) => mix(h, *n as u32 as u64),
            Val::I64(n) => mix(h, *n as u64),
            Val::F32(n) => mix(h, *n as u64),
            Val::F64(n) => mix(h, *n),
            Val::V128(n) => mix(mix(h, n.as_u128() as u64), (n.as_u128() >> 64) as u64),
            _ => unreachable!(),
        };
    }
    for (result, ty) in results.iter_mut().zip(ty.results()) {
        h = mix(h, 1);
        *result = match ty {
            ValType::I32 => Val::I32(h as i32),
            ValType::I64 => Val::I64(h as i64),
            ValType::F32 => Val::F32((h as i16 as f32 / 8.0).to_bits()),
            ValType::F64 => Val::F64((h as i16 as f64 / 8.0).to_bits()),
            ValType::V128 => Val::V128(V128::from((h as u128) << 64 | (h >> 7) as u128)),
            _ => unreachable!(),
        };
    }
}
