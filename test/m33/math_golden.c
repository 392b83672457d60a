// Prints a line for each golden value of the mathematics: name, hash, instructions.
#include <stddef.h>
#include "m33.h"

const char *math_golden_name(uint32_t index);
uint32_t math_golden_hash(uint32_t index);

int m33_main(void) {
    for (uint32_t i = 0; math_golden_name(i) != NULL; i++) {
        uint32_t start = m33_instructions();
        uint32_t hash = math_golden_hash(i);
        uint32_t spent = m33_instructions() - start;
        m33_print(math_golden_name(i));
        m33_print(" ");
        m33_print_hex(hash);
        m33_print(" ");
        m33_print_hex(spent);
        m33_print("\n");
    }
    return 0;
}
