// Tells Debian's Xtensa tools, which are built for the ESP8266, that the core is the ESP32-S3's LX7: they
// read what a core has from the shared object that XTENSA_GNU_CONFIG names. The opcode tables are those of
// de233_fpu, the nearest core whose tables are in Debian (the source of QEMU; MIT licence), with what that
// core lacks added here.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ATTRIBUTE_UNUSED __attribute__((unused))
#define xtensa_modules tables
#include "core-de233_fpu/xtensa-modules.c.inc"
#undef xtensa_modules

int plugin_is_GPL_compatible;

// ---- what the core has: names and values of ESP-IDF's xtensa/esp32s3/include/xtensa/config/core-isa.h; the
// order is that of binutils' and gcc's struct xtensa_config_v1 to _v4 (include/xtensa-dynconfig.h). FP_DIV,
// _RECIP, _SQRT and _RSQRT are 0: their sequences come from libraries, and ours divides in integers.

// clang-format off
#define CONFIG_1(V) \
    V(XCHAL_HAVE_BE, 0) V(XCHAL_HAVE_DENSITY, 1) V(XCHAL_HAVE_CONST16, 0) V(XCHAL_HAVE_ABS, 1) \
    V(XCHAL_HAVE_ADDX, 1) V(XCHAL_HAVE_L32R, 1) V(XSHAL_USE_ABSOLUTE_LITERALS, 0) \
    V(XSHAL_HAVE_TEXT_SECTION_LITERALS, 1) V(XCHAL_HAVE_MAC16, 1) V(XCHAL_HAVE_MUL16, 1) \
    V(XCHAL_HAVE_MUL32, 1) V(XCHAL_HAVE_MUL32_HIGH, 1) V(XCHAL_HAVE_DIV32, 1) V(XCHAL_HAVE_NSA, 1) \
    V(XCHAL_HAVE_MINMAX, 1) V(XCHAL_HAVE_SEXT, 1) V(XCHAL_HAVE_LOOPS, 1) V(XCHAL_HAVE_THREADPTR, 1) \
    V(XCHAL_HAVE_RELEASE_SYNC, 1) V(XCHAL_HAVE_S32C1I, 1) V(XCHAL_HAVE_BOOLEANS, 1) V(XCHAL_HAVE_FP, 1) V(XCHAL_HAVE_FP_DIV, 0) \
    V(XCHAL_HAVE_FP_RECIP, 0) V(XCHAL_HAVE_FP_SQRT, 0) V(XCHAL_HAVE_FP_RSQRT, 0) \
    V(XCHAL_HAVE_FP_POSTINC, 1) V(XCHAL_HAVE_DFP, 0) \
    V(XCHAL_HAVE_DFP_DIV, 0) V(XCHAL_HAVE_DFP_RECIP, 0) V(XCHAL_HAVE_DFP_SQRT, 0) \
    V(XCHAL_HAVE_DFP_RSQRT, 0) V(XCHAL_HAVE_WINDOWED, 1) V(XCHAL_NUM_AREGS, 64) \
    V(XCHAL_HAVE_WIDE_BRANCHES, 0) V(XCHAL_HAVE_PREDICTED_BRANCHES, 0) V(XCHAL_ICACHE_SIZE, 0) \
    V(XCHAL_DCACHE_SIZE, 0) V(XCHAL_ICACHE_LINESIZE, 16) \
    V(XCHAL_DCACHE_LINESIZE, 16) V(XCHAL_ICACHE_LINEWIDTH, 4) V(XCHAL_DCACHE_LINEWIDTH, 4) \
    V(XCHAL_DCACHE_IS_WRITEBACK, 0) V(XCHAL_HAVE_MMU, 0) V(XCHAL_MMU_MIN_PTE_PAGE_SIZE, 29) \
    V(XCHAL_HAVE_DEBUG, 1) V(XCHAL_NUM_IBREAK, 2) V(XCHAL_NUM_DBREAK, 2) V(XCHAL_DEBUGLEVEL, 6) \
    V(XCHAL_MAX_INSTRUCTION_SIZE, 4) V(XCHAL_INST_FETCH_WIDTH, 4) V(XSHAL_ABI, 0) V(XTHAL_ABI_WINDOWED, 0) \
    V(XTHAL_ABI_CALL0, 1)
#define CONFIG_2(V) \
    V(XCHAL_M_STAGE, 1) V(XTENSA_MARCH_LATEST, 0) V(XTENSA_MARCH_EARLIEST, 0)
#define CONFIG_3(V) \
    V(XCHAL_HAVE_CLAMPS, 1) V(XCHAL_HAVE_DEPBITS, 0) V(XCHAL_HAVE_EXCLUSIVE, 0) V(XCHAL_HAVE_XEA3, 0)
#define CONFIG_4(V) \
    V(XCHAL_DATA_WIDTH, 16) V(XCHAL_UNALIGNED_LOAD_EXCEPTION, 0) V(XCHAL_UNALIGNED_STORE_EXCEPTION, 0) \
    V(XCHAL_UNALIGNED_LOAD_HW, 1) V(XCHAL_UNALIGNED_STORE_HW, 1)
// clang-format on

#define VALUE(name, value) value,
#define TEXT(name, value) "__" #name "=" #value,
int xtensa_config_v1[] = {CONFIG_1(VALUE)};
_Static_assert(sizeof xtensa_config_v1 / sizeof(int) == 54, "struct xtensa_config_v1");
int xtensa_config_v2[] = {CONFIG_2(VALUE)};
int xtensa_config_v3[] = {CONFIG_3(VALUE)};
int xtensa_config_v4[] = {CONFIG_4(VALUE)};
const char *const xtensa_config_strings[] = {CONFIG_1(TEXT) CONFIG_2(TEXT) CONFIG_3(TEXT) CONFIG_4(TEXT) 0};

// ---- the instructions that de233_fpu lacks: three registers, as mull has them

enum { KNOWN = sizeof opcodes / sizeof opcodes[0], ADDED = 2, MASK = 0xff000f };

static void encode_muluh(xtensa_insnbuf word) {
    word[0] = 0xa20000;
}

static void encode_mulsh(xtensa_insnbuf word) {
    word[0] = 0xb20000;
}

static xtensa_opcode_encode_fn muluh_encodings[] = {encode_muluh, 0, 0};
static xtensa_opcode_encode_fn mulsh_encodings[] = {encode_mulsh, 0, 0};
static xtensa_opcode_internal all_opcodes[KNOWN + ADDED];
static xtensa_slot_internal all_slots[sizeof slots / sizeof slots[0]];
static xtensa_opcode_decode_fn decode_known;

static int decode(const xtensa_insnbuf word) {
    switch (word[0] & MASK) {
    case 0xa20000:
        return KNOWN;
    case 0xb20000:
        return KNOWN + 1;
    default:
        return decode_known(word);
    }
}

static void add_opcode(int at, const char *name, xtensa_opcode_encode_fn *encodings) {
    all_opcodes[at] = opcodes[OPCODE_MULL];
    all_opcodes[at].name = name;
    all_opcodes[at].encode_fns = encodings;
}

xtensa_isa_internal xtensa_modules;

__attribute__((constructor)) static void complete_tables(void) {
    memcpy(all_opcodes, opcodes, sizeof opcodes);
    add_opcode(KNOWN, "muluh", muluh_encodings);
    add_opcode(KNOWN + 1, "mulsh", mulsh_encodings);
    memcpy(all_slots, slots, sizeof slots);
    decode_known = slots[0].opcode_decode_fn;
    all_slots[0].opcode_decode_fn = decode;
    xtensa_modules = tables;
    xtensa_modules.num_opcodes = KNOWN + ADDED;
    xtensa_modules.opcodes = all_opcodes;
    xtensa_modules.slots = all_slots;
}
