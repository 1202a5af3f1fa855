package cairn.wasm;

// Longer than 400 lines: it is the table of all instructions.

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every instruction of WebAssembly 3.0, of its threads proposal and of the legacy exceptions: its
 * code, its mnemonic, what follows it in the binary format and, where these do not depend on the
 * module, the types it pops and pushes.
 *
 * @see <a href="https://webassembly.github.io/spec/core/appendix/index-instructions.html">Index of
 *     Instructions</a>
 */
public enum Opcode {
  UNREACHABLE(0x00, "unreachable", Immediate.NONE),
  NOP(0x01, "nop", Immediate.NONE, ":"),
  BLOCK(0x02, "block", Immediate.BLOCK),
  LOOP(0x03, "loop", Immediate.BLOCK),
  IF(0x04, "if", Immediate.BLOCK),
  ELSE(0x05, "else", Immediate.NONE),
  TRY(0x06, "try", Immediate.BLOCK),
  CATCH(0x07, "catch", Immediate.TAG),
  THROW(0x08, "throw", Immediate.TAG),
  RETHROW(0x09, "rethrow", Immediate.LABEL),
  THROW_REF(0x0a, "throw_ref", Immediate.NONE),
  END(0x0b, "end", Immediate.NONE),
  BR(0x0c, "br", Immediate.LABEL),
  BR_IF(0x0d, "br_if", Immediate.LABEL),
  BR_TABLE(0x0e, "br_table", Immediate.LABELS),
  RETURN(0x0f, "return", Immediate.NONE),
  CALL(0x10, "call", Immediate.FUNCTION),
  CALL_INDIRECT(0x11, "call_indirect", Immediate.TYPE_TABLE),
  RETURN_CALL(0x12, "return_call", Immediate.FUNCTION),
  RETURN_CALL_INDIRECT(0x13, "return_call_indirect", Immediate.TYPE_TABLE),
  CALL_REF(0x14, "call_ref", Immediate.TYPE),
  RETURN_CALL_REF(0x15, "return_call_ref", Immediate.TYPE),
  DELEGATE(0x18, "delegate", Immediate.LABEL),
  CATCH_ALL(0x19, "catch_all", Immediate.NONE),
  DROP(0x1a, "drop", Immediate.NONE),
  SELECT(0x1b, "select", Immediate.NONE),
  SELECT_TYPED(0x1c, "select", Immediate.VALUE_TYPES),
  TRY_TABLE(0x1f, "try_table", Immediate.TRY_TABLE),
  LOCAL_GET(0x20, "local.get", Immediate.LOCAL),
  LOCAL_SET(0x21, "local.set", Immediate.LOCAL),
  LOCAL_TEE(0x22, "local.tee", Immediate.LOCAL),
  GLOBAL_GET(0x23, "global.get", Immediate.GLOBAL),
  GLOBAL_SET(0x24, "global.set", Immediate.GLOBAL),
  TABLE_GET(0x25, "table.get", Immediate.TABLE),
  TABLE_SET(0x26, "table.set", Immediate.TABLE),
  I32_LOAD(0x28, "i32.load", Immediate.MEMORY_ARGUMENT, "p:i", 2),
  I64_LOAD(0x29, "i64.load", Immediate.MEMORY_ARGUMENT, "p:l", 3),
  F32_LOAD(0x2a, "f32.load", Immediate.MEMORY_ARGUMENT, "p:f", 2),
  F64_LOAD(0x2b, "f64.load", Immediate.MEMORY_ARGUMENT, "p:d", 3),
  I32_LOAD8_S(0x2c, "i32.load8_s", Immediate.MEMORY_ARGUMENT, "p:i", 0),
  I32_LOAD8_U(0x2d, "i32.load8_u", Immediate.MEMORY_ARGUMENT, "p:i", 0),
  I32_LOAD16_S(0x2e, "i32.load16_s", Immediate.MEMORY_ARGUMENT, "p:i", 1),
  I32_LOAD16_U(0x2f, "i32.load16_u", Immediate.MEMORY_ARGUMENT, "p:i", 1),
  I64_LOAD8_S(0x30, "i64.load8_s", Immediate.MEMORY_ARGUMENT, "p:l", 0),
  I64_LOAD8_U(0x31, "i64.load8_u", Immediate.MEMORY_ARGUMENT, "p:l", 0),
  I64_LOAD16_S(0x32, "i64.load16_s", Immediate.MEMORY_ARGUMENT, "p:l", 1),
  I64_LOAD16_U(0x33, "i64.load16_u", Immediate.MEMORY_ARGUMENT, "p:l", 1),
  I64_LOAD32_S(0x34, "i64.load32_s", Immediate.MEMORY_ARGUMENT, "p:l", 2),
  I64_LOAD32_U(0x35, "i64.load32_u", Immediate.MEMORY_ARGUMENT, "p:l", 2),
  I32_STORE(0x36, "i32.store", Immediate.MEMORY_ARGUMENT, "pi:", 2),
  I64_STORE(0x37, "i64.store", Immediate.MEMORY_ARGUMENT, "pl:", 3),
  F32_STORE(0x38, "f32.store", Immediate.MEMORY_ARGUMENT, "pf:", 2),
  F64_STORE(0x39, "f64.store", Immediate.MEMORY_ARGUMENT, "pd:", 3),
  I32_STORE8(0x3a, "i32.store8", Immediate.MEMORY_ARGUMENT, "pi:", 0),
  I32_STORE16(0x3b, "i32.store16", Immediate.MEMORY_ARGUMENT, "pi:", 1),
  I64_STORE8(0x3c, "i64.store8", Immediate.MEMORY_ARGUMENT, "pl:", 0),
  I64_STORE16(0x3d, "i64.store16", Immediate.MEMORY_ARGUMENT, "pl:", 1),
  I64_STORE32(0x3e, "i64.store32", Immediate.MEMORY_ARGUMENT, "pl:", 2),
  MEMORY_SIZE(0x3f, "memory.size", Immediate.MEMORY, ":p"),
  MEMORY_GROW(0x40, "memory.grow", Immediate.MEMORY, "p:p"),
  I32_CONST(0x41, "i32.const", Immediate.I32, ":i"),
  I64_CONST(0x42, "i64.const", Immediate.I64, ":l"),
  F32_CONST(0x43, "f32.const", Immediate.F32, ":f"),
  F64_CONST(0x44, "f64.const", Immediate.F64, ":d"),
  I32_EQZ(0x45, "i32.eqz", Immediate.NONE, "i:i"),
  I32_EQ(0x46, "i32.eq", Immediate.NONE, "ii:i"),
  I32_NE(0x47, "i32.ne", Immediate.NONE, "ii:i"),
  I32_LT_S(0x48, "i32.lt_s", Immediate.NONE, "ii:i"),
  I32_LT_U(0x49, "i32.lt_u", Immediate.NONE, "ii:i"),
  I32_GT_S(0x4a, "i32.gt_s", Immediate.NONE, "ii:i"),
  I32_GT_U(0x4b, "i32.gt_u", Immediate.NONE, "ii:i"),
  I32_LE_S(0x4c, "i32.le_s", Immediate.NONE, "ii:i"),
  I32_LE_U(0x4d, "i32.le_u", Immediate.NONE, "ii:i"),
  I32_GE_S(0x4e, "i32.ge_s", Immediate.NONE, "ii:i"),
  I32_GE_U(0x4f, "i32.ge_u", Immediate.NONE, "ii:i"),
  I64_EQZ(0x50, "i64.eqz", Immediate.NONE, "l:i"),
  I64_EQ(0x51, "i64.eq", Immediate.NONE, "ll:i"),
  I64_NE(0x52, "i64.ne", Immediate.NONE, "ll:i"),
  I64_LT_S(0x53, "i64.lt_s", Immediate.NONE, "ll:i"),
  I64_LT_U(0x54, "i64.lt_u", Immediate.NONE, "ll:i"),
  I64_GT_S(0x55, "i64.gt_s", Immediate.NONE, "ll:i"),
  I64_GT_U(0x56, "i64.gt_u", Immediate.NONE, "ll:i"),
  I64_LE_S(0x57, "i64.le_s", Immediate.NONE, "ll:i"),
  I64_LE_U(0x58, "i64.le_u", Immediate.NONE, "ll:i"),
  I64_GE_S(0x59, "i64.ge_s", Immediate.NONE, "ll:i"),
  I64_GE_U(0x5a, "i64.ge_u", Immediate.NONE, "ll:i"),
  F32_EQ(0x5b, "f32.eq", Immediate.NONE, "ff:i"),
  F32_NE(0x5c, "f32.ne", Immediate.NONE, "ff:i"),
  F32_LT(0x5d, "f32.lt", Immediate.NONE, "ff:i"),
  F32_GT(0x5e, "f32.gt", Immediate.NONE, "ff:i"),
  F32_LE(0x5f, "f32.le", Immediate.NONE, "ff:i"),
  F32_GE(0x60, "f32.ge", Immediate.NONE, "ff:i"),
  F64_EQ(0x61, "f64.eq", Immediate.NONE, "dd:i"),
  F64_NE(0x62, "f64.ne", Immediate.NONE, "dd:i"),
  F64_LT(0x63, "f64.lt", Immediate.NONE, "dd:i"),
  F64_GT(0x64, "f64.gt", Immediate.NONE, "dd:i"),
  F64_LE(0x65, "f64.le", Immediate.NONE, "dd:i"),
  F64_GE(0x66, "f64.ge", Immediate.NONE, "dd:i"),
  I32_CLZ(0x67, "i32.clz", Immediate.NONE, "i:i"),
  I32_CTZ(0x68, "i32.ctz", Immediate.NONE, "i:i"),
  I32_POPCNT(0x69, "i32.popcnt", Immediate.NONE, "i:i"),
  I32_ADD(0x6a, "i32.add", Immediate.NONE, "ii:i"),
  I32_SUB(0x6b, "i32.sub", Immediate.NONE, "ii:i"),
  I32_MUL(0x6c, "i32.mul", Immediate.NONE, "ii:i"),
  I32_DIV_S(0x6d, "i32.div_s", Immediate.NONE, "ii:i"),
  I32_DIV_U(0x6e, "i32.div_u", Immediate.NONE, "ii:i"),
  I32_REM_S(0x6f, "i32.rem_s", Immediate.NONE, "ii:i"),
  I32_REM_U(0x70, "i32.rem_u", Immediate.NONE, "ii:i"),
  I32_AND(0x71, "i32.and", Immediate.NONE, "ii:i"),
  I32_OR(0x72, "i32.or", Immediate.NONE, "ii:i"),
  I32_XOR(0x73, "i32.xor", Immediate.NONE, "ii:i"),
  I32_SHL(0x74, "i32.shl", Immediate.NONE, "ii:i"),
  I32_SHR_S(0x75, "i32.shr_s", Immediate.NONE, "ii:i"),
  I32_SHR_U(0x76, "i32.shr_u", Immediate.NONE, "ii:i"),
  I32_ROTL(0x77, "i32.rotl", Immediate.NONE, "ii:i"),
  I32_ROTR(0x78, "i32.rotr", Immediate.NONE, "ii:i"),
  I64_CLZ(0x79, "i64.clz", Immediate.NONE, "l:l"),
  I64_CTZ(0x7a, "i64.ctz", Immediate.NONE, "l:l"),
  I64_POPCNT(0x7b, "i64.popcnt", Immediate.NONE, "l:l"),
  I64_ADD(0x7c, "i64.add", Immediate.NONE, "ll:l"),
  I64_SUB(0x7d, "i64.sub", Immediate.NONE, "ll:l"),
  I64_MUL(0x7e, "i64.mul", Immediate.NONE, "ll:l"),
  I64_DIV_S(0x7f, "i64.div_s", Immediate.NONE, "ll:l"),
  I64_DIV_U(0x80, "i64.div_u", Immediate.NONE, "ll:l"),
  I64_REM_S(0x81, "i64.rem_s", Immediate.NONE, "ll:l"),
  I64_REM_U(0x82, "i64.rem_u", Immediate.NONE, "ll:l"),
  I64_AND(0x83, "i64.and", Immediate.NONE, "ll:l"),
  I64_OR(0x84, "i64.or", Immediate.NONE, "ll:l"),
  I64_XOR(0x85, "i64.xor", Immediate.NONE, "ll:l"),
  I64_SHL(0x86, "i64.shl", Immediate.NONE, "ll:l"),
  I64_SHR_S(0x87, "i64.shr_s", Immediate.NONE, "ll:l"),
  I64_SHR_U(0x88, "i64.shr_u", Immediate.NONE, "ll:l"),
  I64_ROTL(0x89, "i64.rotl", Immediate.NONE, "ll:l"),
  I64_ROTR(0x8a, "i64.rotr", Immediate.NONE, "ll:l"),
  F32_ABS(0x8b, "f32.abs", Immediate.NONE, "f:f"),
  F32_NEG(0x8c, "f32.neg", Immediate.NONE, "f:f"),
  F32_CEIL(0x8d, "f32.ceil", Immediate.NONE, "f:f"),
  F32_FLOOR(0x8e, "f32.floor", Immediate.NONE, "f:f"),
  F32_TRUNC(0x8f, "f32.trunc", Immediate.NONE, "f:f"),
  F32_NEAREST(0x90, "f32.nearest", Immediate.NONE, "f:f"),
  F32_SQRT(0x91, "f32.sqrt", Immediate.NONE, "f:f"),
  F32_ADD(0x92, "f32.add", Immediate.NONE, "ff:f"),
  F32_SUB(0x93, "f32.sub", Immediate.NONE, "ff:f"),
  F32_MUL(0x94, "f32.mul", Immediate.NONE, "ff:f"),
  F32_DIV(0x95, "f32.div", Immediate.NONE, "ff:f"),
  F32_MIN(0x96, "f32.min", Immediate.NONE, "ff:f"),
  F32_MAX(0x97, "f32.max", Immediate.NONE, "ff:f"),
  F32_COPYSIGN(0x98, "f32.copysign", Immediate.NONE, "ff:f"),
  F64_ABS(0x99, "f64.abs", Immediate.NONE, "d:d"),
  F64_NEG(0x9a, "f64.neg", Immediate.NONE, "d:d"),
  F64_CEIL(0x9b, "f64.ceil", Immediate.NONE, "d:d"),
  F64_FLOOR(0x9c, "f64.floor", Immediate.NONE, "d:d"),
  F64_TRUNC(0x9d, "f64.trunc", Immediate.NONE, "d:d"),
  F64_NEAREST(0x9e, "f64.nearest", Immediate.NONE, "d:d"),
  F64_SQRT(0x9f, "f64.sqrt", Immediate.NONE, "d:d"),
  F64_ADD(0xa0, "f64.add", Immediate.NONE, "dd:d"),
  F64_SUB(0xa1, "f64.sub", Immediate.NONE, "dd:d"),
  F64_MUL(0xa2, "f64.mul", Immediate.NONE, "dd:d"),
  F64_DIV(0xa3, "f64.div", Immediate.NONE, "dd:d"),
  F64_MIN(0xa4, "f64.min", Immediate.NONE, "dd:d"),
  F64_MAX(0xa5, "f64.max", Immediate.NONE, "dd:d"),
  F64_COPYSIGN(0xa6, "f64.copysign", Immediate.NONE, "dd:d"),
  I32_WRAP_I64(0xa7, "i32.wrap_i64", Immediate.NONE, "l:i"),
  I32_TRUNC_F32_S(0xa8, "i32.trunc_f32_s", Immediate.NONE, "f:i"),
  I32_TRUNC_F32_U(0xa9, "i32.trunc_f32_u", Immediate.NONE, "f:i"),
  I32_TRUNC_F64_S(0xaa, "i32.trunc_f64_s", Immediate.NONE, "d:i"),
  I32_TRUNC_F64_U(0xab, "i32.trunc_f64_u", Immediate.NONE, "d:i"),
  I64_EXTEND_I32_S(0xac, "i64.extend_i32_s", Immediate.NONE, "i:l"),
  I64_EXTEND_I32_U(0xad, "i64.extend_i32_u", Immediate.NONE, "i:l"),
  I64_TRUNC_F32_S(0xae, "i64.trunc_f32_s", Immediate.NONE, "f:l"),
  I64_TRUNC_F32_U(0xaf, "i64.trunc_f32_u", Immediate.NONE, "f:l"),
  I64_TRUNC_F64_S(0xb0, "i64.trunc_f64_s", Immediate.NONE, "d:l"),
  I64_TRUNC_F64_U(0xb1, "i64.trunc_f64_u", Immediate.NONE, "d:l"),
  F32_CONVERT_I32_S(0xb2, "f32.convert_i32_s", Immediate.NONE, "i:f"),
  F32_CONVERT_I32_U(0xb3, "f32.convert_i32_u", Immediate.NONE, "i:f"),
  F32_CONVERT_I64_S(0xb4, "f32.convert_i64_s", Immediate.NONE, "l:f"),
  F32_CONVERT_I64_U(0xb5, "f32.convert_i64_u", Immediate.NONE, "l:f"),
  F32_DEMOTE_F64(0xb6, "f32.demote_f64", Immediate.NONE, "d:f"),
  F64_CONVERT_I32_S(0xb7, "f64.convert_i32_s", Immediate.NONE, "i:d"),
  F64_CONVERT_I32_U(0xb8, "f64.convert_i32_u", Immediate.NONE, "i:d"),
  F64_CONVERT_I64_S(0xb9, "f64.convert_i64_s", Immediate.NONE, "l:d"),
  F64_CONVERT_I64_U(0xba, "f64.convert_i64_u", Immediate.NONE, "l:d"),
  F64_PROMOTE_F32(0xbb, "f64.promote_f32", Immediate.NONE, "f:d"),
  I32_REINTERPRET_F32(0xbc, "i32.reinterpret_f32", Immediate.NONE, "f:i"),
  I64_REINTERPRET_F64(0xbd, "i64.reinterpret_f64", Immediate.NONE, "d:l"),
  F32_REINTERPRET_I32(0xbe, "f32.reinterpret_i32", Immediate.NONE, "i:f"),
  F64_REINTERPRET_I64(0xbf, "f64.reinterpret_i64", Immediate.NONE, "l:d"),
  I32_EXTEND8_S(0xc0, "i32.extend8_s", Immediate.NONE, "i:i"),
  I32_EXTEND16_S(0xc1, "i32.extend16_s", Immediate.NONE, "i:i"),
  I64_EXTEND8_S(0xc2, "i64.extend8_s", Immediate.NONE, "l:l"),
  I64_EXTEND16_S(0xc3, "i64.extend16_s", Immediate.NONE, "l:l"),
  I64_EXTEND32_S(0xc4, "i64.extend32_s", Immediate.NONE, "l:l"),
  REF_NULL(0xd0, "ref.null", Immediate.HEAP_TYPE),
  REF_IS_NULL(0xd1, "ref.is_null", Immediate.NONE),
  REF_FUNC(0xd2, "ref.func", Immediate.FUNCTION),
  REF_EQ(0xd3, "ref.eq", Immediate.NONE),
  REF_AS_NON_NULL(0xd4, "ref.as_non_null", Immediate.NONE),
  BR_ON_NULL(0xd5, "br_on_null", Immediate.LABEL),
  BR_ON_NON_NULL(0xd6, "br_on_non_null", Immediate.LABEL),
  STRUCT_NEW(0xfb0000, "struct.new", Immediate.TYPE),
  STRUCT_NEW_DEFAULT(0xfb0001, "struct.new_default", Immediate.TYPE),
  STRUCT_GET(0xfb0002, "struct.get", Immediate.TYPE_FIELD),
  STRUCT_GET_S(0xfb0003, "struct.get_s", Immediate.TYPE_FIELD),
  STRUCT_GET_U(0xfb0004, "struct.get_u", Immediate.TYPE_FIELD),
  STRUCT_SET(0xfb0005, "struct.set", Immediate.TYPE_FIELD),
  ARRAY_NEW(0xfb0006, "array.new", Immediate.TYPE),
  ARRAY_NEW_DEFAULT(0xfb0007, "array.new_default", Immediate.TYPE),
  ARRAY_NEW_FIXED(0xfb0008, "array.new_fixed", Immediate.TYPE_COUNT),
  ARRAY_NEW_DATA(0xfb0009, "array.new_data", Immediate.TYPE_DATA),
  ARRAY_NEW_ELEM(0xfb000a, "array.new_elem", Immediate.TYPE_ELEMENT),
  ARRAY_GET(0xfb000b, "array.get", Immediate.TYPE),
  ARRAY_GET_S(0xfb000c, "array.get_s", Immediate.TYPE),
  ARRAY_GET_U(0xfb000d, "array.get_u", Immediate.TYPE),
  ARRAY_SET(0xfb000e, "array.set", Immediate.TYPE),
  ARRAY_LEN(0xfb000f, "array.len", Immediate.NONE),
  ARRAY_FILL(0xfb0010, "array.fill", Immediate.TYPE),
  ARRAY_COPY(0xfb0011, "array.copy", Immediate.TYPE_TYPE),
  ARRAY_INIT_DATA(0xfb0012, "array.init_data", Immediate.TYPE_DATA),
  ARRAY_INIT_ELEM(0xfb0013, "array.init_elem", Immediate.TYPE_ELEMENT),
  REF_TEST(0xfb0014, "ref.test", Immediate.HEAP_TYPE),
  REF_TEST_NULL(0xfb0015, "ref.test null", Immediate.HEAP_TYPE),
  REF_CAST(0xfb0016, "ref.cast", Immediate.HEAP_TYPE),
  REF_CAST_NULL(0xfb0017, "ref.cast null", Immediate.HEAP_TYPE),
  BR_ON_CAST(0xfb0018, "br_on_cast", Immediate.CAST_BRANCH),
  BR_ON_CAST_FAIL(0xfb0019, "br_on_cast_fail", Immediate.CAST_BRANCH),
  ANY_CONVERT_EXTERN(0xfb001a, "any.convert_extern", Immediate.NONE),
  EXTERN_CONVERT_ANY(0xfb001b, "extern.convert_any", Immediate.NONE),
  REF_I31(0xfb001c, "ref.i31", Immediate.NONE),
  I31_GET_S(0xfb001d, "i31.get_s", Immediate.NONE),
  I31_GET_U(0xfb001e, "i31.get_u", Immediate.NONE),
  I32_TRUNC_SAT_F32_S(0xfc0000, "i32.trunc_sat_f32_s", Immediate.NONE, "f:i"),
  I32_TRUNC_SAT_F32_U(0xfc0001, "i32.trunc_sat_f32_u", Immediate.NONE, "f:i"),
  I32_TRUNC_SAT_F64_S(0xfc0002, "i32.trunc_sat_f64_s", Immediate.NONE, "d:i"),
  I32_TRUNC_SAT_F64_U(0xfc0003, "i32.trunc_sat_f64_u", Immediate.NONE, "d:i"),
  I64_TRUNC_SAT_F32_S(0xfc0004, "i64.trunc_sat_f32_s", Immediate.NONE, "f:l"),
  I64_TRUNC_SAT_F32_U(0xfc0005, "i64.trunc_sat_f32_u", Immediate.NONE, "f:l"),
  I64_TRUNC_SAT_F64_S(0xfc0006, "i64.trunc_sat_f64_s", Immediate.NONE, "d:l"),
  I64_TRUNC_SAT_F64_U(0xfc0007, "i64.trunc_sat_f64_u", Immediate.NONE, "d:l"),
  MEMORY_INIT(0xfc0008, "memory.init", Immediate.DATA_MEMORY),
  DATA_DROP(0xfc0009, "data.drop", Immediate.DATA),
  MEMORY_COPY(0xfc000a, "memory.copy", Immediate.MEMORY_MEMORY),
  MEMORY_FILL(0xfc000b, "memory.fill", Immediate.MEMORY),
  TABLE_INIT(0xfc000c, "table.init", Immediate.ELEMENT_TABLE),
  ELEM_DROP(0xfc000d, "elem.drop", Immediate.ELEMENT),
  TABLE_COPY(0xfc000e, "table.copy", Immediate.TABLE_TABLE),
  TABLE_GROW(0xfc000f, "table.grow", Immediate.TABLE),
  TABLE_SIZE(0xfc0010, "table.size", Immediate.TABLE),
  TABLE_FILL(0xfc0011, "table.fill", Immediate.TABLE),
  V128_LOAD(0xfd0000, "v128.load", Immediate.MEMORY_ARGUMENT, "p:v", 4),
  V128_LOAD8X8_S(0xfd0001, "v128.load8x8_s", Immediate.MEMORY_ARGUMENT, "p:v", 3),
  V128_LOAD8X8_U(0xfd0002, "v128.load8x8_u", Immediate.MEMORY_ARGUMENT, "p:v", 3),
  V128_LOAD16X4_S(0xfd0003, "v128.load16x4_s", Immediate.MEMORY_ARGUMENT, "p:v", 3),
  V128_LOAD16X4_U(0xfd0004, "v128.load16x4_u", Immediate.MEMORY_ARGUMENT, "p:v", 3),
  V128_LOAD32X2_S(0xfd0005, "v128.load32x2_s", Immediate.MEMORY_ARGUMENT, "p:v", 3),
  V128_LOAD32X2_U(0xfd0006, "v128.load32x2_u", Immediate.MEMORY_ARGUMENT, "p:v", 3),
  V128_LOAD8_SPLAT(0xfd0007, "v128.load8_splat", Immediate.MEMORY_ARGUMENT, "p:v", 0),
  V128_LOAD16_SPLAT(0xfd0008, "v128.load16_splat", Immediate.MEMORY_ARGUMENT, "p:v", 1),
  V128_LOAD32_SPLAT(0xfd0009, "v128.load32_splat", Immediate.MEMORY_ARGUMENT, "p:v", 2),
  V128_LOAD64_SPLAT(0xfd000a, "v128.load64_splat", Immediate.MEMORY_ARGUMENT, "p:v", 3),
  V128_STORE(0xfd000b, "v128.store", Immediate.MEMORY_ARGUMENT, "pv:", 4),
  V128_CONST(0xfd000c, "v128.const", Immediate.V128, ":v"),
  I8X16_SHUFFLE(0xfd000d, "i8x16.shuffle", Immediate.SHUFFLE, "vv:v"),
  I8X16_SWIZZLE(0xfd000e, "i8x16.swizzle", Immediate.NONE, "vv:v"),
  I8X16_SPLAT(0xfd000f, "i8x16.splat", Immediate.NONE, "i:v"),
  I16X8_SPLAT(0xfd0010, "i16x8.splat", Immediate.NONE, "i:v"),
  I32X4_SPLAT(0xfd0011, "i32x4.splat", Immediate.NONE, "i:v"),
  I64X2_SPLAT(0xfd0012, "i64x2.splat", Immediate.NONE, "l:v"),
  F32X4_SPLAT(0xfd0013, "f32x4.splat", Immediate.NONE, "f:v"),
  F64X2_SPLAT(0xfd0014, "f64x2.splat", Immediate.NONE, "d:v"),
  I8X16_EXTRACT_LANE_S(0xfd0015, "i8x16.extract_lane_s", Immediate.LANE, "v:i"),
  I8X16_EXTRACT_LANE_U(0xfd0016, "i8x16.extract_lane_u", Immediate.LANE, "v:i"),
  I8X16_REPLACE_LANE(0xfd0017, "i8x16.replace_lane", Immediate.LANE, "vi:v"),
  I16X8_EXTRACT_LANE_S(0xfd0018, "i16x8.extract_lane_s", Immediate.LANE, "v:i"),
  I16X8_EXTRACT_LANE_U(0xfd0019, "i16x8.extract_lane_u", Immediate.LANE, "v:i"),
  I16X8_REPLACE_LANE(0xfd001a, "i16x8.replace_lane", Immediate.LANE, "vi:v"),
  I32X4_EXTRACT_LANE(0xfd001b, "i32x4.extract_lane", Immediate.LANE, "v:i"),
  I32X4_REPLACE_LANE(0xfd001c, "i32x4.replace_lane", Immediate.LANE, "vi:v"),
  I64X2_EXTRACT_LANE(0xfd001d, "i64x2.extract_lane", Immediate.LANE, "v:l"),
  I64X2_REPLACE_LANE(0xfd001e, "i64x2.replace_lane", Immediate.LANE, "vl:v"),
  F32X4_EXTRACT_LANE(0xfd001f, "f32x4.extract_lane", Immediate.LANE, "v:f"),
  F32X4_REPLACE_LANE(0xfd0020, "f32x4.replace_lane", Immediate.LANE, "vf:v"),
  F64X2_EXTRACT_LANE(0xfd0021, "f64x2.extract_lane", Immediate.LANE, "v:d"),
  F64X2_REPLACE_LANE(0xfd0022, "f64x2.replace_lane", Immediate.LANE, "vd:v"),
  I8X16_EQ(0xfd0023, "i8x16.eq", Immediate.NONE, "vv:v"),
  I8X16_NE(0xfd0024, "i8x16.ne", Immediate.NONE, "vv:v"),
  I8X16_LT_S(0xfd0025, "i8x16.lt_s", Immediate.NONE, "vv:v"),
  I8X16_LT_U(0xfd0026, "i8x16.lt_u", Immediate.NONE, "vv:v"),
  I8X16_GT_S(0xfd0027, "i8x16.gt_s", Immediate.NONE, "vv:v"),
  I8X16_GT_U(0xfd0028, "i8x16.gt_u", Immediate.NONE, "vv:v"),
  I8X16_LE_S(0xfd0029, "i8x16.le_s", Immediate.NONE, "vv:v"),
  I8X16_LE_U(0xfd002a, "i8x16.le_u", Immediate.NONE, "vv:v"),
  I8X16_GE_S(0xfd002b, "i8x16.ge_s", Immediate.NONE, "vv:v"),
  I8X16_GE_U(0xfd002c, "i8x16.ge_u", Immediate.NONE, "vv:v"),
  I16X8_EQ(0xfd002d, "i16x8.eq", Immediate.NONE, "vv:v"),
  I16X8_NE(0xfd002e, "i16x8.ne", Immediate.NONE, "vv:v"),
  I16X8_LT_S(0xfd002f, "i16x8.lt_s", Immediate.NONE, "vv:v"),
  I16X8_LT_U(0xfd0030, "i16x8.lt_u", Immediate.NONE, "vv:v"),
  I16X8_GT_S(0xfd0031, "i16x8.gt_s", Immediate.NONE, "vv:v"),
  I16X8_GT_U(0xfd0032, "i16x8.gt_u", Immediate.NONE, "vv:v"),
  I16X8_LE_S(0xfd0033, "i16x8.le_s", Immediate.NONE, "vv:v"),
  I16X8_LE_U(0xfd0034, "i16x8.le_u", Immediate.NONE, "vv:v"),
  I16X8_GE_S(0xfd0035, "i16x8.ge_s", Immediate.NONE, "vv:v"),
  I16X8_GE_U(0xfd0036, "i16x8.ge_u", Immediate.NONE, "vv:v"),
  I32X4_EQ(0xfd0037, "i32x4.eq", Immediate.NONE, "vv:v"),
  I32X4_NE(0xfd0038, "i32x4.ne", Immediate.NONE, "vv:v"),
  I32X4_LT_S(0xfd0039, "i32x4.lt_s", Immediate.NONE, "vv:v"),
  I32X4_LT_U(0xfd003a, "i32x4.lt_u", Immediate.NONE, "vv:v"),
  I32X4_GT_S(0xfd003b, "i32x4.gt_s", Immediate.NONE, "vv:v"),
  I32X4_GT_U(0xfd003c, "i32x4.gt_u", Immediate.NONE, "vv:v"),
  I32X4_LE_S(0xfd003d, "i32x4.le_s", Immediate.NONE, "vv:v"),
  I32X4_LE_U(0xfd003e, "i32x4.le_u", Immediate.NONE, "vv:v"),
  I32X4_GE_S(0xfd003f, "i32x4.ge_s", Immediate.NONE, "vv:v"),
  I32X4_GE_U(0xfd0040, "i32x4.ge_u", Immediate.NONE, "vv:v"),
  F32X4_EQ(0xfd0041, "f32x4.eq", Immediate.NONE, "vv:v"),
  F32X4_NE(0xfd0042, "f32x4.ne", Immediate.NONE, "vv:v"),
  F32X4_LT(0xfd0043, "f32x4.lt", Immediate.NONE, "vv:v"),
  F32X4_GT(0xfd0044, "f32x4.gt", Immediate.NONE, "vv:v"),
  F32X4_LE(0xfd0045, "f32x4.le", Immediate.NONE, "vv:v"),
  F32X4_GE(0xfd0046, "f32x4.ge", Immediate.NONE, "vv:v"),
  F64X2_EQ(0xfd0047, "f64x2.eq", Immediate.NONE, "vv:v"),
  F64X2_NE(0xfd0048, "f64x2.ne", Immediate.NONE, "vv:v"),
  F64X2_LT(0xfd0049, "f64x2.lt", Immediate.NONE, "vv:v"),
  F64X2_GT(0xfd004a, "f64x2.gt", Immediate.NONE, "vv:v"),
  F64X2_LE(0xfd004b, "f64x2.le", Immediate.NONE, "vv:v"),
  F64X2_GE(0xfd004c, "f64x2.ge", Immediate.NONE, "vv:v"),
  V128_NOT(0xfd004d, "v128.not", Immediate.NONE, "v:v"),
  V128_AND(0xfd004e, "v128.and", Immediate.NONE, "vv:v"),
  V128_ANDNOT(0xfd004f, "v128.andnot", Immediate.NONE, "vv:v"),
  V128_OR(0xfd0050, "v128.or", Immediate.NONE, "vv:v"),
  V128_XOR(0xfd0051, "v128.xor", Immediate.NONE, "vv:v"),
  V128_BITSELECT(0xfd0052, "v128.bitselect", Immediate.NONE, "vvv:v"),
  V128_ANY_TRUE(0xfd0053, "v128.any_true", Immediate.NONE, "v:i"),
  V128_LOAD8_LANE(0xfd0054, "v128.load8_lane", Immediate.MEMORY_LANE, "pv:v", 0),
  V128_LOAD16_LANE(0xfd0055, "v128.load16_lane", Immediate.MEMORY_LANE, "pv:v", 1),
  V128_LOAD32_LANE(0xfd0056, "v128.load32_lane", Immediate.MEMORY_LANE, "pv:v", 2),
  V128_LOAD64_LANE(0xfd0057, "v128.load64_lane", Immediate.MEMORY_LANE, "pv:v", 3),
  V128_STORE8_LANE(0xfd0058, "v128.store8_lane", Immediate.MEMORY_LANE, "pv:", 0),
  V128_STORE16_LANE(0xfd0059, "v128.store16_lane", Immediate.MEMORY_LANE, "pv:", 1),
  V128_STORE32_LANE(0xfd005a, "v128.store32_lane", Immediate.MEMORY_LANE, "pv:", 2),
  V128_STORE64_LANE(0xfd005b, "v128.store64_lane", Immediate.MEMORY_LANE, "pv:", 3),
  V128_LOAD32_ZERO(0xfd005c, "v128.load32_zero", Immediate.MEMORY_ARGUMENT, "p:v", 2),
  V128_LOAD64_ZERO(0xfd005d, "v128.load64_zero", Immediate.MEMORY_ARGUMENT, "p:v", 3),
  F32X4_DEMOTE_F64X2_ZERO(0xfd005e, "f32x4.demote_f64x2_zero", Immediate.NONE, "v:v"),
  F64X2_PROMOTE_LOW_F32X4(0xfd005f, "f64x2.promote_low_f32x4", Immediate.NONE, "v:v"),
  I8X16_ABS(0xfd0060, "i8x16.abs", Immediate.NONE, "v:v"),
  I8X16_NEG(0xfd0061, "i8x16.neg", Immediate.NONE, "v:v"),
  I8X16_POPCNT(0xfd0062, "i8x16.popcnt", Immediate.NONE, "v:v"),
  I8X16_ALL_TRUE(0xfd0063, "i8x16.all_true", Immediate.NONE, "v:i"),
  I8X16_BITMASK(0xfd0064, "i8x16.bitmask", Immediate.NONE, "v:i"),
  I8X16_NARROW_I16X8_S(0xfd0065, "i8x16.narrow_i16x8_s", Immediate.NONE, "vv:v"),
  I8X16_NARROW_I16X8_U(0xfd0066, "i8x16.narrow_i16x8_u", Immediate.NONE, "vv:v"),
  F32X4_CEIL(0xfd0067, "f32x4.ceil", Immediate.NONE, "v:v"),
  F32X4_FLOOR(0xfd0068, "f32x4.floor", Immediate.NONE, "v:v"),
  F32X4_TRUNC(0xfd0069, "f32x4.trunc", Immediate.NONE, "v:v"),
  F32X4_NEAREST(0xfd006a, "f32x4.nearest", Immediate.NONE, "v:v"),
  I8X16_SHL(0xfd006b, "i8x16.shl", Immediate.NONE, "vi:v"),
  I8X16_SHR_S(0xfd006c, "i8x16.shr_s", Immediate.NONE, "vi:v"),
  I8X16_SHR_U(0xfd006d, "i8x16.shr_u", Immediate.NONE, "vi:v"),
  I8X16_ADD(0xfd006e, "i8x16.add", Immediate.NONE, "vv:v"),
  I8X16_ADD_SAT_S(0xfd006f, "i8x16.add_sat_s", Immediate.NONE, "vv:v"),
  I8X16_ADD_SAT_U(0xfd0070, "i8x16.add_sat_u", Immediate.NONE, "vv:v"),
  I8X16_SUB(0xfd0071, "i8x16.sub", Immediate.NONE, "vv:v"),
  I8X16_SUB_SAT_S(0xfd0072, "i8x16.sub_sat_s", Immediate.NONE, "vv:v"),
  I8X16_SUB_SAT_U(0xfd0073, "i8x16.sub_sat_u", Immediate.NONE, "vv:v"),
  F64X2_CEIL(0xfd0074, "f64x2.ceil", Immediate.NONE, "v:v"),
  F64X2_FLOOR(0xfd0075, "f64x2.floor", Immediate.NONE, "v:v"),
  I8X16_MIN_S(0xfd0076, "i8x16.min_s", Immediate.NONE, "vv:v"),
  I8X16_MIN_U(0xfd0077, "i8x16.min_u", Immediate.NONE, "vv:v"),
  I8X16_MAX_S(0xfd0078, "i8x16.max_s", Immediate.NONE, "vv:v"),
  I8X16_MAX_U(0xfd0079, "i8x16.max_u", Immediate.NONE, "vv:v"),
  F64X2_TRUNC(0xfd007a, "f64x2.trunc", Immediate.NONE, "v:v"),
  I8X16_AVGR_U(0xfd007b, "i8x16.avgr_u", Immediate.NONE, "vv:v"),
  I16X8_EXTADD_PAIRWISE_I8X16_S(0xfd007c, "i16x8.extadd_pairwise_i8x16_s", Immediate.NONE, "v:v"),
  I16X8_EXTADD_PAIRWISE_I8X16_U(0xfd007d, "i16x8.extadd_pairwise_i8x16_u", Immediate.NONE, "v:v"),
  I32X4_EXTADD_PAIRWISE_I16X8_S(0xfd007e, "i32x4.extadd_pairwise_i16x8_s", Immediate.NONE, "v:v"),
  I32X4_EXTADD_PAIRWISE_I16X8_U(0xfd007f, "i32x4.extadd_pairwise_i16x8_u", Immediate.NONE, "v:v"),
  I16X8_ABS(0xfd0080, "i16x8.abs", Immediate.NONE, "v:v"),
  I16X8_NEG(0xfd0081, "i16x8.neg", Immediate.NONE, "v:v"),
  I16X8_Q15MULR_SAT_S(0xfd0082, "i16x8.q15mulr_sat_s", Immediate.NONE, "vv:v"),
  I16X8_ALL_TRUE(0xfd0083, "i16x8.all_true", Immediate.NONE, "v:i"),
  I16X8_BITMASK(0xfd0084, "i16x8.bitmask", Immediate.NONE, "v:i"),
  I16X8_NARROW_I32X4_S(0xfd0085, "i16x8.narrow_i32x4_s", Immediate.NONE, "vv:v"),
  I16X8_NARROW_I32X4_U(0xfd0086, "i16x8.narrow_i32x4_u", Immediate.NONE, "vv:v"),
  I16X8_EXTEND_LOW_I8X16_S(0xfd0087, "i16x8.extend_low_i8x16_s", Immediate.NONE, "v:v"),
  I16X8_EXTEND_HIGH_I8X16_S(0xfd0088, "i16x8.extend_high_i8x16_s", Immediate.NONE, "v:v"),
  I16X8_EXTEND_LOW_I8X16_U(0xfd0089, "i16x8.extend_low_i8x16_u", Immediate.NONE, "v:v"),
  I16X8_EXTEND_HIGH_I8X16_U(0xfd008a, "i16x8.extend_high_i8x16_u", Immediate.NONE, "v:v"),
  I16X8_SHL(0xfd008b, "i16x8.shl", Immediate.NONE, "vi:v"),
  I16X8_SHR_S(0xfd008c, "i16x8.shr_s", Immediate.NONE, "vi:v"),
  I16X8_SHR_U(0xfd008d, "i16x8.shr_u", Immediate.NONE, "vi:v"),
  I16X8_ADD(0xfd008e, "i16x8.add", Immediate.NONE, "vv:v"),
  I16X8_ADD_SAT_S(0xfd008f, "i16x8.add_sat_s", Immediate.NONE, "vv:v"),
  I16X8_ADD_SAT_U(0xfd0090, "i16x8.add_sat_u", Immediate.NONE, "vv:v"),
  I16X8_SUB(0xfd0091, "i16x8.sub", Immediate.NONE, "vv:v"),
  I16X8_SUB_SAT_S(0xfd0092, "i16x8.sub_sat_s", Immediate.NONE, "vv:v"),
  I16X8_SUB_SAT_U(0xfd0093, "i16x8.sub_sat_u", Immediate.NONE, "vv:v"),
  F64X2_NEAREST(0xfd0094, "f64x2.nearest", Immediate.NONE, "v:v"),
  I16X8_MUL(0xfd0095, "i16x8.mul", Immediate.NONE, "vv:v"),
  I16X8_MIN_S(0xfd0096, "i16x8.min_s", Immediate.NONE, "vv:v"),
  I16X8_MIN_U(0xfd0097, "i16x8.min_u", Immediate.NONE, "vv:v"),
  I16X8_MAX_S(0xfd0098, "i16x8.max_s", Immediate.NONE, "vv:v"),
  I16X8_MAX_U(0xfd0099, "i16x8.max_u", Immediate.NONE, "vv:v"),
  I16X8_AVGR_U(0xfd009b, "i16x8.avgr_u", Immediate.NONE, "vv:v"),
  I16X8_EXTMUL_LOW_I8X16_S(0xfd009c, "i16x8.extmul_low_i8x16_s", Immediate.NONE, "vv:v"),
  I16X8_EXTMUL_HIGH_I8X16_S(0xfd009d, "i16x8.extmul_high_i8x16_s", Immediate.NONE, "vv:v"),
  I16X8_EXTMUL_LOW_I8X16_U(0xfd009e, "i16x8.extmul_low_i8x16_u", Immediate.NONE, "vv:v"),
  I16X8_EXTMUL_HIGH_I8X16_U(0xfd009f, "i16x8.extmul_high_i8x16_u", Immediate.NONE, "vv:v"),
  I32X4_ABS(0xfd00a0, "i32x4.abs", Immediate.NONE, "v:v"),
  I32X4_NEG(0xfd00a1, "i32x4.neg", Immediate.NONE, "v:v"),
  I32X4_ALL_TRUE(0xfd00a3, "i32x4.all_true", Immediate.NONE, "v:i"),
  I32X4_BITMASK(0xfd00a4, "i32x4.bitmask", Immediate.NONE, "v:i"),
  I32X4_EXTEND_LOW_I16X8_S(0xfd00a7, "i32x4.extend_low_i16x8_s", Immediate.NONE, "v:v"),
  I32X4_EXTEND_HIGH_I16X8_S(0xfd00a8, "i32x4.extend_high_i16x8_s", Immediate.NONE, "v:v"),
  I32X4_EXTEND_LOW_I16X8_U(0xfd00a9, "i32x4.extend_low_i16x8_u", Immediate.NONE, "v:v"),
  I32X4_EXTEND_HIGH_I16X8_U(0xfd00aa, "i32x4.extend_high_i16x8_u", Immediate.NONE, "v:v"),
  I32X4_SHL(0xfd00ab, "i32x4.shl", Immediate.NONE, "vi:v"),
  I32X4_SHR_S(0xfd00ac, "i32x4.shr_s", Immediate.NONE, "vi:v"),
  I32X4_SHR_U(0xfd00ad, "i32x4.shr_u", Immediate.NONE, "vi:v"),
  I32X4_ADD(0xfd00ae, "i32x4.add", Immediate.NONE, "vv:v"),
  I32X4_SUB(0xfd00b1, "i32x4.sub", Immediate.NONE, "vv:v"),
  I32X4_MUL(0xfd00b5, "i32x4.mul", Immediate.NONE, "vv:v"),
  I32X4_MIN_S(0xfd00b6, "i32x4.min_s", Immediate.NONE, "vv:v"),
  I32X4_MIN_U(0xfd00b7, "i32x4.min_u", Immediate.NONE, "vv:v"),
  I32X4_MAX_S(0xfd00b8, "i32x4.max_s", Immediate.NONE, "vv:v"),
  I32X4_MAX_U(0xfd00b9, "i32x4.max_u", Immediate.NONE, "vv:v"),
  I32X4_DOT_I16X8_S(0xfd00ba, "i32x4.dot_i16x8_s", Immediate.NONE, "vv:v"),
  I32X4_EXTMUL_LOW_I16X8_S(0xfd00bc, "i32x4.extmul_low_i16x8_s", Immediate.NONE, "vv:v"),
  I32X4_EXTMUL_HIGH_I16X8_S(0xfd00bd, "i32x4.extmul_high_i16x8_s", Immediate.NONE, "vv:v"),
  I32X4_EXTMUL_LOW_I16X8_U(0xfd00be, "i32x4.extmul_low_i16x8_u", Immediate.NONE, "vv:v"),
  I32X4_EXTMUL_HIGH_I16X8_U(0xfd00bf, "i32x4.extmul_high_i16x8_u", Immediate.NONE, "vv:v"),
  I64X2_ABS(0xfd00c0, "i64x2.abs", Immediate.NONE, "v:v"),
  I64X2_NEG(0xfd00c1, "i64x2.neg", Immediate.NONE, "v:v"),
  I64X2_ALL_TRUE(0xfd00c3, "i64x2.all_true", Immediate.NONE, "v:i"),
  I64X2_BITMASK(0xfd00c4, "i64x2.bitmask", Immediate.NONE, "v:i"),
  I64X2_EXTEND_LOW_I32X4_S(0xfd00c7, "i64x2.extend_low_i32x4_s", Immediate.NONE, "v:v"),
  I64X2_EXTEND_HIGH_I32X4_S(0xfd00c8, "i64x2.extend_high_i32x4_s", Immediate.NONE, "v:v"),
  I64X2_EXTEND_LOW_I32X4_U(0xfd00c9, "i64x2.extend_low_i32x4_u", Immediate.NONE, "v:v"),
  I64X2_EXTEND_HIGH_I32X4_U(0xfd00ca, "i64x2.extend_high_i32x4_u", Immediate.NONE, "v:v"),
  I64X2_SHL(0xfd00cb, "i64x2.shl", Immediate.NONE, "vi:v"),
  I64X2_SHR_S(0xfd00cc, "i64x2.shr_s", Immediate.NONE, "vi:v"),
  I64X2_SHR_U(0xfd00cd, "i64x2.shr_u", Immediate.NONE, "vi:v"),
  I64X2_ADD(0xfd00ce, "i64x2.add", Immediate.NONE, "vv:v"),
  I64X2_SUB(0xfd00d1, "i64x2.sub", Immediate.NONE, "vv:v"),
  I64X2_MUL(0xfd00d5, "i64x2.mul", Immediate.NONE, "vv:v"),
  I64X2_EQ(0xfd00d6, "i64x2.eq", Immediate.NONE, "vv:v"),
  I64X2_NE(0xfd00d7, "i64x2.ne", Immediate.NONE, "vv:v"),
  I64X2_LT_S(0xfd00d8, "i64x2.lt_s", Immediate.NONE, "vv:v"),
  I64X2_GT_S(0xfd00d9, "i64x2.gt_s", Immediate.NONE, "vv:v"),
  I64X2_LE_S(0xfd00da, "i64x2.le_s", Immediate.NONE, "vv:v"),
  I64X2_GE_S(0xfd00db, "i64x2.ge_s", Immediate.NONE, "vv:v"),
  I64X2_EXTMUL_LOW_I32X4_S(0xfd00dc, "i64x2.extmul_low_i32x4_s", Immediate.NONE, "vv:v"),
  I64X2_EXTMUL_HIGH_I32X4_S(0xfd00dd, "i64x2.extmul_high_i32x4_s", Immediate.NONE, "vv:v"),
  I64X2_EXTMUL_LOW_I32X4_U(0xfd00de, "i64x2.extmul_low_i32x4_u", Immediate.NONE, "vv:v"),
  I64X2_EXTMUL_HIGH_I32X4_U(0xfd00df, "i64x2.extmul_high_i32x4_u", Immediate.NONE, "vv:v"),
  F32X4_ABS(0xfd00e0, "f32x4.abs", Immediate.NONE, "v:v"),
  F32X4_NEG(0xfd00e1, "f32x4.neg", Immediate.NONE, "v:v"),
  F32X4_SQRT(0xfd00e3, "f32x4.sqrt", Immediate.NONE, "v:v"),
  F32X4_ADD(0xfd00e4, "f32x4.add", Immediate.NONE, "vv:v"),
  F32X4_SUB(0xfd00e5, "f32x4.sub", Immediate.NONE, "vv:v"),
  F32X4_MUL(0xfd00e6, "f32x4.mul", Immediate.NONE, "vv:v"),
  F32X4_DIV(0xfd00e7, "f32x4.div", Immediate.NONE, "vv:v"),
  F32X4_MIN(0xfd00e8, "f32x4.min", Immediate.NONE, "vv:v"),
  F32X4_MAX(0xfd00e9, "f32x4.max", Immediate.NONE, "vv:v"),
  F32X4_PMIN(0xfd00ea, "f32x4.pmin", Immediate.NONE, "vv:v"),
  F32X4_PMAX(0xfd00eb, "f32x4.pmax", Immediate.NONE, "vv:v"),
  F64X2_ABS(0xfd00ec, "f64x2.abs", Immediate.NONE, "v:v"),
  F64X2_NEG(0xfd00ed, "f64x2.neg", Immediate.NONE, "v:v"),
  F64X2_SQRT(0xfd00ef, "f64x2.sqrt", Immediate.NONE, "v:v"),
  F64X2_ADD(0xfd00f0, "f64x2.add", Immediate.NONE, "vv:v"),
  F64X2_SUB(0xfd00f1, "f64x2.sub", Immediate.NONE, "vv:v"),
  F64X2_MUL(0xfd00f2, "f64x2.mul", Immediate.NONE, "vv:v"),
  F64X2_DIV(0xfd00f3, "f64x2.div", Immediate.NONE, "vv:v"),
  F64X2_MIN(0xfd00f4, "f64x2.min", Immediate.NONE, "vv:v"),
  F64X2_MAX(0xfd00f5, "f64x2.max", Immediate.NONE, "vv:v"),
  F64X2_PMIN(0xfd00f6, "f64x2.pmin", Immediate.NONE, "vv:v"),
  F64X2_PMAX(0xfd00f7, "f64x2.pmax", Immediate.NONE, "vv:v"),
  I32X4_TRUNC_SAT_F32X4_S(0xfd00f8, "i32x4.trunc_sat_f32x4_s", Immediate.NONE, "v:v"),
  I32X4_TRUNC_SAT_F32X4_U(0xfd00f9, "i32x4.trunc_sat_f32x4_u", Immediate.NONE, "v:v"),
  F32X4_CONVERT_I32X4_S(0xfd00fa, "f32x4.convert_i32x4_s", Immediate.NONE, "v:v"),
  F32X4_CONVERT_I32X4_U(0xfd00fb, "f32x4.convert_i32x4_u", Immediate.NONE, "v:v"),
  I32X4_TRUNC_SAT_F64X2_S_ZERO(0xfd00fc, "i32x4.trunc_sat_f64x2_s_zero", Immediate.NONE, "v:v"),
  I32X4_TRUNC_SAT_F64X2_U_ZERO(0xfd00fd, "i32x4.trunc_sat_f64x2_u_zero", Immediate.NONE, "v:v"),
  F64X2_CONVERT_LOW_I32X4_S(0xfd00fe, "f64x2.convert_low_i32x4_s", Immediate.NONE, "v:v"),
  F64X2_CONVERT_LOW_I32X4_U(0xfd00ff, "f64x2.convert_low_i32x4_u", Immediate.NONE, "v:v"),
  I8X16_RELAXED_SWIZZLE(0xfd0100, "i8x16.relaxed_swizzle", Immediate.NONE, "vv:v"),
  I32X4_RELAXED_TRUNC_F32X4_S(0xfd0101, "i32x4.relaxed_trunc_f32x4_s", Immediate.NONE, "v:v"),
  I32X4_RELAXED_TRUNC_F32X4_U(0xfd0102, "i32x4.relaxed_trunc_f32x4_u", Immediate.NONE, "v:v"),
  I32X4_RELAXED_TRUNC_F64X2_S_ZERO(
      0xfd0103, "i32x4.relaxed_trunc_f64x2_s_zero", Immediate.NONE, "v:v"),
  I32X4_RELAXED_TRUNC_F64X2_U_ZERO(
      0xfd0104, "i32x4.relaxed_trunc_f64x2_u_zero", Immediate.NONE, "v:v"),
  F32X4_RELAXED_MADD(0xfd0105, "f32x4.relaxed_madd", Immediate.NONE, "vvv:v"),
  F32X4_RELAXED_NMADD(0xfd0106, "f32x4.relaxed_nmadd", Immediate.NONE, "vvv:v"),
  F64X2_RELAXED_MADD(0xfd0107, "f64x2.relaxed_madd", Immediate.NONE, "vvv:v"),
  F64X2_RELAXED_NMADD(0xfd0108, "f64x2.relaxed_nmadd", Immediate.NONE, "vvv:v"),
  I8X16_RELAXED_LANESELECT(0xfd0109, "i8x16.relaxed_laneselect", Immediate.NONE, "vvv:v"),
  I16X8_RELAXED_LANESELECT(0xfd010a, "i16x8.relaxed_laneselect", Immediate.NONE, "vvv:v"),
  I32X4_RELAXED_LANESELECT(0xfd010b, "i32x4.relaxed_laneselect", Immediate.NONE, "vvv:v"),
  I64X2_RELAXED_LANESELECT(0xfd010c, "i64x2.relaxed_laneselect", Immediate.NONE, "vvv:v"),
  F32X4_RELAXED_MIN(0xfd010d, "f32x4.relaxed_min", Immediate.NONE, "vv:v"),
  F32X4_RELAXED_MAX(0xfd010e, "f32x4.relaxed_max", Immediate.NONE, "vv:v"),
  F64X2_RELAXED_MIN(0xfd010f, "f64x2.relaxed_min", Immediate.NONE, "vv:v"),
  F64X2_RELAXED_MAX(0xfd0110, "f64x2.relaxed_max", Immediate.NONE, "vv:v"),
  I16X8_RELAXED_Q15MULR_S(0xfd0111, "i16x8.relaxed_q15mulr_s", Immediate.NONE, "vv:v"),
  I16X8_RELAXED_DOT_I8X16_I7X16_S(
      0xfd0112, "i16x8.relaxed_dot_i8x16_i7x16_s", Immediate.NONE, "vv:v"),
  I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S(
      0xfd0113, "i32x4.relaxed_dot_i8x16_i7x16_add_s", Immediate.NONE, "vvv:v"),
  MEMORY_ATOMIC_NOTIFY(0xfe0000, "memory.atomic.notify", Immediate.MEMORY_ARGUMENT, "pi:i", 2),
  MEMORY_ATOMIC_WAIT32(0xfe0001, "memory.atomic.wait32", Immediate.MEMORY_ARGUMENT, "pil:i", 2),
  MEMORY_ATOMIC_WAIT64(0xfe0002, "memory.atomic.wait64", Immediate.MEMORY_ARGUMENT, "pll:i", 3),
  ATOMIC_FENCE(0xfe0003, "atomic.fence", Immediate.FENCE, ":"),
  I32_ATOMIC_LOAD(0xfe0010, "i32.atomic.load", Immediate.MEMORY_ARGUMENT, "p:i", 2),
  I64_ATOMIC_LOAD(0xfe0011, "i64.atomic.load", Immediate.MEMORY_ARGUMENT, "p:l", 3),
  I32_ATOMIC_LOAD8_U(0xfe0012, "i32.atomic.load8_u", Immediate.MEMORY_ARGUMENT, "p:i", 0),
  I32_ATOMIC_LOAD16_U(0xfe0013, "i32.atomic.load16_u", Immediate.MEMORY_ARGUMENT, "p:i", 1),
  I64_ATOMIC_LOAD8_U(0xfe0014, "i64.atomic.load8_u", Immediate.MEMORY_ARGUMENT, "p:l", 0),
  I64_ATOMIC_LOAD16_U(0xfe0015, "i64.atomic.load16_u", Immediate.MEMORY_ARGUMENT, "p:l", 1),
  I64_ATOMIC_LOAD32_U(0xfe0016, "i64.atomic.load32_u", Immediate.MEMORY_ARGUMENT, "p:l", 2),
  I32_ATOMIC_STORE(0xfe0017, "i32.atomic.store", Immediate.MEMORY_ARGUMENT, "pi:", 2),
  I64_ATOMIC_STORE(0xfe0018, "i64.atomic.store", Immediate.MEMORY_ARGUMENT, "pl:", 3),
  I32_ATOMIC_STORE8(0xfe0019, "i32.atomic.store8", Immediate.MEMORY_ARGUMENT, "pi:", 0),
  I32_ATOMIC_STORE16(0xfe001a, "i32.atomic.store16", Immediate.MEMORY_ARGUMENT, "pi:", 1),
  I64_ATOMIC_STORE8(0xfe001b, "i64.atomic.store8", Immediate.MEMORY_ARGUMENT, "pl:", 0),
  I64_ATOMIC_STORE16(0xfe001c, "i64.atomic.store16", Immediate.MEMORY_ARGUMENT, "pl:", 1),
  I64_ATOMIC_STORE32(0xfe001d, "i64.atomic.store32", Immediate.MEMORY_ARGUMENT, "pl:", 2),
  I32_ATOMIC_RMW_ADD(0xfe001e, "i32.atomic.rmw.add", Immediate.MEMORY_ARGUMENT, "pi:i", 2),
  I64_ATOMIC_RMW_ADD(0xfe001f, "i64.atomic.rmw.add", Immediate.MEMORY_ARGUMENT, "pl:l", 3),
  I32_ATOMIC_RMW8_ADD_U(0xfe0020, "i32.atomic.rmw8.add_u", Immediate.MEMORY_ARGUMENT, "pi:i", 0),
  I32_ATOMIC_RMW16_ADD_U(0xfe0021, "i32.atomic.rmw16.add_u", Immediate.MEMORY_ARGUMENT, "pi:i", 1),
  I64_ATOMIC_RMW8_ADD_U(0xfe0022, "i64.atomic.rmw8.add_u", Immediate.MEMORY_ARGUMENT, "pl:l", 0),
  I64_ATOMIC_RMW16_ADD_U(0xfe0023, "i64.atomic.rmw16.add_u", Immediate.MEMORY_ARGUMENT, "pl:l", 1),
  I64_ATOMIC_RMW32_ADD_U(0xfe0024, "i64.atomic.rmw32.add_u", Immediate.MEMORY_ARGUMENT, "pl:l", 2),
  I32_ATOMIC_RMW_SUB(0xfe0025, "i32.atomic.rmw.sub", Immediate.MEMORY_ARGUMENT, "pi:i", 2),
  I64_ATOMIC_RMW_SUB(0xfe0026, "i64.atomic.rmw.sub", Immediate.MEMORY_ARGUMENT, "pl:l", 3),
  I32_ATOMIC_RMW8_SUB_U(0xfe0027, "i32.atomic.rmw8.sub_u", Immediate.MEMORY_ARGUMENT, "pi:i", 0),
  I32_ATOMIC_RMW16_SUB_U(0xfe0028, "i32.atomic.rmw16.sub_u", Immediate.MEMORY_ARGUMENT, "pi:i", 1),
  I64_ATOMIC_RMW8_SUB_U(0xfe0029, "i64.atomic.rmw8.sub_u", Immediate.MEMORY_ARGUMENT, "pl:l", 0),
  I64_ATOMIC_RMW16_SUB_U(0xfe002a, "i64.atomic.rmw16.sub_u", Immediate.MEMORY_ARGUMENT, "pl:l", 1),
  I64_ATOMIC_RMW32_SUB_U(0xfe002b, "i64.atomic.rmw32.sub_u", Immediate.MEMORY_ARGUMENT, "pl:l", 2),
  I32_ATOMIC_RMW_AND(0xfe002c, "i32.atomic.rmw.and", Immediate.MEMORY_ARGUMENT, "pi:i", 2),
  I64_ATOMIC_RMW_AND(0xfe002d, "i64.atomic.rmw.and", Immediate.MEMORY_ARGUMENT, "pl:l", 3),
  I32_ATOMIC_RMW8_AND_U(0xfe002e, "i32.atomic.rmw8.and_u", Immediate.MEMORY_ARGUMENT, "pi:i", 0),
  I32_ATOMIC_RMW16_AND_U(0xfe002f, "i32.atomic.rmw16.and_u", Immediate.MEMORY_ARGUMENT, "pi:i", 1),
  I64_ATOMIC_RMW8_AND_U(0xfe0030, "i64.atomic.rmw8.and_u", Immediate.MEMORY_ARGUMENT, "pl:l", 0),
  I64_ATOMIC_RMW16_AND_U(0xfe0031, "i64.atomic.rmw16.and_u", Immediate.MEMORY_ARGUMENT, "pl:l", 1),
  I64_ATOMIC_RMW32_AND_U(0xfe0032, "i64.atomic.rmw32.and_u", Immediate.MEMORY_ARGUMENT, "pl:l", 2),
  I32_ATOMIC_RMW_OR(0xfe0033, "i32.atomic.rmw.or", Immediate.MEMORY_ARGUMENT, "pi:i", 2),
  I64_ATOMIC_RMW_OR(0xfe0034, "i64.atomic.rmw.or", Immediate.MEMORY_ARGUMENT, "pl:l", 3),
  I32_ATOMIC_RMW8_OR_U(0xfe0035, "i32.atomic.rmw8.or_u", Immediate.MEMORY_ARGUMENT, "pi:i", 0),
  I32_ATOMIC_RMW16_OR_U(0xfe0036, "i32.atomic.rmw16.or_u", Immediate.MEMORY_ARGUMENT, "pi:i", 1),
  I64_ATOMIC_RMW8_OR_U(0xfe0037, "i64.atomic.rmw8.or_u", Immediate.MEMORY_ARGUMENT, "pl:l", 0),
  I64_ATOMIC_RMW16_OR_U(0xfe0038, "i64.atomic.rmw16.or_u", Immediate.MEMORY_ARGUMENT, "pl:l", 1),
  I64_ATOMIC_RMW32_OR_U(0xfe0039, "i64.atomic.rmw32.or_u", Immediate.MEMORY_ARGUMENT, "pl:l", 2),
  I32_ATOMIC_RMW_XOR(0xfe003a, "i32.atomic.rmw.xor", Immediate.MEMORY_ARGUMENT, "pi:i", 2),
  I64_ATOMIC_RMW_XOR(0xfe003b, "i64.atomic.rmw.xor", Immediate.MEMORY_ARGUMENT, "pl:l", 3),
  I32_ATOMIC_RMW8_XOR_U(0xfe003c, "i32.atomic.rmw8.xor_u", Immediate.MEMORY_ARGUMENT, "pi:i", 0),
  I32_ATOMIC_RMW16_XOR_U(0xfe003d, "i32.atomic.rmw16.xor_u", Immediate.MEMORY_ARGUMENT, "pi:i", 1),
  I64_ATOMIC_RMW8_XOR_U(0xfe003e, "i64.atomic.rmw8.xor_u", Immediate.MEMORY_ARGUMENT, "pl:l", 0),
  I64_ATOMIC_RMW16_XOR_U(0xfe003f, "i64.atomic.rmw16.xor_u", Immediate.MEMORY_ARGUMENT, "pl:l", 1),
  I64_ATOMIC_RMW32_XOR_U(0xfe0040, "i64.atomic.rmw32.xor_u", Immediate.MEMORY_ARGUMENT, "pl:l", 2),
  I32_ATOMIC_RMW_XCHG(0xfe0041, "i32.atomic.rmw.xchg", Immediate.MEMORY_ARGUMENT, "pi:i", 2),
  I64_ATOMIC_RMW_XCHG(0xfe0042, "i64.atomic.rmw.xchg", Immediate.MEMORY_ARGUMENT, "pl:l", 3),
  I32_ATOMIC_RMW8_XCHG_U(0xfe0043, "i32.atomic.rmw8.xchg_u", Immediate.MEMORY_ARGUMENT, "pi:i", 0),
  I32_ATOMIC_RMW16_XCHG_U(
      0xfe0044, "i32.atomic.rmw16.xchg_u", Immediate.MEMORY_ARGUMENT, "pi:i", 1),
  I64_ATOMIC_RMW8_XCHG_U(0xfe0045, "i64.atomic.rmw8.xchg_u", Immediate.MEMORY_ARGUMENT, "pl:l", 0),
  I64_ATOMIC_RMW16_XCHG_U(
      0xfe0046, "i64.atomic.rmw16.xchg_u", Immediate.MEMORY_ARGUMENT, "pl:l", 1),
  I64_ATOMIC_RMW32_XCHG_U(
      0xfe0047, "i64.atomic.rmw32.xchg_u", Immediate.MEMORY_ARGUMENT, "pl:l", 2),
  I32_ATOMIC_RMW_CMPXCHG(0xfe0048, "i32.atomic.rmw.cmpxchg", Immediate.MEMORY_ARGUMENT, "pii:i", 2),
  I64_ATOMIC_RMW_CMPXCHG(0xfe0049, "i64.atomic.rmw.cmpxchg", Immediate.MEMORY_ARGUMENT, "pll:l", 3),
  I32_ATOMIC_RMW8_CMPXCHG_U(
      0xfe004a, "i32.atomic.rmw8.cmpxchg_u", Immediate.MEMORY_ARGUMENT, "pii:i", 0),
  I32_ATOMIC_RMW16_CMPXCHG_U(
      0xfe004b, "i32.atomic.rmw16.cmpxchg_u", Immediate.MEMORY_ARGUMENT, "pii:i", 1),
  I64_ATOMIC_RMW8_CMPXCHG_U(
      0xfe004c, "i64.atomic.rmw8.cmpxchg_u", Immediate.MEMORY_ARGUMENT, "pll:l", 0),
  I64_ATOMIC_RMW16_CMPXCHG_U(
      0xfe004d, "i64.atomic.rmw16.cmpxchg_u", Immediate.MEMORY_ARGUMENT, "pll:l", 1),
  I64_ATOMIC_RMW32_CMPXCHG_U(
      0xfe004e, "i64.atomic.rmw32.cmpxchg_u", Immediate.MEMORY_ARGUMENT, "pll:l", 2);

  private static final @Nullable Opcode[] PLAIN = new Opcode[256];
  private static final @Nullable Opcode[][] PREFIXED = new Opcode[4][512];

  static {
    for (Opcode opcode : values()) {
      if (opcode.code < 256) PLAIN[opcode.code] = opcode;
      else PREFIXED[(opcode.code >> 16) - 0xfb][opcode.code & 0xffff] = opcode;
    }
  }

  private final int code;
  private final String mnemonic;
  private final Immediate immediate;
  private final Optional<String> signature;
  private final int alignment;
  private final String operands;
  private final String results;

  Opcode(int code, String mnemonic, Immediate immediate) {
    this(code, mnemonic, immediate, Optional.empty(), -1);
  }

  Opcode(int code, String mnemonic, Immediate immediate, String signature) {
    this(code, mnemonic, immediate, Optional.of(signature), -1);
  }

  Opcode(int code, String mnemonic, Immediate immediate, String signature, int alignment) {
    this(code, mnemonic, immediate, Optional.of(signature), alignment);
  }

  Opcode(
      int code, String mnemonic, Immediate immediate, Optional<String> signature, int alignment) {
    this.code = code;
    this.mnemonic = mnemonic;
    this.immediate = immediate;
    this.signature = signature;
    this.alignment = alignment;
    String types = signature.orElse(":");
    int colon = types.indexOf(':');
    operands = types.substring(0, colon);
    results = types.substring(colon + 1);
  }

  /**
   * The opcode: of one byte, or {@code prefix << 16 | number} after one of the prefixes FB to FE.
   */
  public int code() {
    return code;
  }

  /** The name in the text format, as "i32.trunc_sat_f64_u". */
  public String mnemonic() {
    return mnemonic;
  }

  /** What follows the opcode. */
  public Immediate immediate() {
    return immediate;
  }

  /**
   * Whether what it pops and pushes is the same wherever it stands, apart from the type of
   * addresses; then {@link #operands} and {@link #results} say it.
   */
  public boolean isSimple() {
    return signature.isPresent();
  }

  /**
   * What a simple instruction pops, the topmost last, a letter each: i, l, f, d, v for i32, i64,
   * f32, f64, v128, and p for an address, which has the type of the memory's addresses.
   */
  public String operands() {
    return operands;
  }

  /** What a simple instruction pushes, in the letters of {@link #operands}. */
  public String results() {
    return results;
  }

  /** The code of {@link ValueType} that a letter of {@link #operands} stands for. */
  static int typeCode(char letter, int address) {
    return switch (letter) {
      case 'i' -> ValueType.CODE_I32;
      case 'l' -> ValueType.CODE_I64;
      case 'f' -> ValueType.CODE_F32;
      case 'd' -> ValueType.CODE_F64;
      case 'v' -> ValueType.CODE_V128;
      case 'p' -> address;
      default -> throw new IllegalArgumentException("no type has the letter " + letter);
    };
  }

  /** The number of lanes of the vectors that an instruction with a lane works on. */
  int lanes() {
    return Integer.parseInt(mnemonic.substring(mnemonic.indexOf('x') + 1, mnemonic.indexOf('.')));
  }

  /** Binary logarithm of the bytes that an access to memory touches; -1 for other instructions. */
  public int naturalAlignment() {
    return alignment;
  }

  /** Whether it is an atomic access to memory, whose alignment is part of the instruction. */
  public boolean isAtomic() {
    return code >> 16 == 0xfe;
  }

  /** The instruction of a code of one byte. */
  static @Nullable Opcode plain(int code) {
    return PLAIN[code];
  }

  /** The instruction of a number after a prefix. */
  static @Nullable Opcode prefixed(int prefix, int number) {
    return number < 0 || number >= 512 ? null : PREFIXED[prefix - 0xfb][number];
  }

  static boolean isPrefix(int code) {
    return code >= 0xfb && code <= 0xfe;
  }
}
