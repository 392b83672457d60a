// The board `host`: WebAssembly whose imports are the world.
#include "../virtual/link.h"

#define IMPORT(name) __attribute__((import_module("world"), import_name(name)))

IMPORT("send") void world_send(const void *bytes, uint32_t length);
IMPORT("receive") void world_receive(void *bytes, uint32_t length);
// Both leave the module by an exception of the adapter, which then makes a new instance or ends the run.
IMPORT("restart") _Noreturn void world_restart(void);
IMPORT("halt") _Noreturn void world_halt(void);

void port_send(const void *bytes, size_t length) {
    world_send(bytes, length);
}

void port_receive(void *bytes, size_t length) {
    world_receive(bytes, length);
}

uint64_t port_instructions(void) {
    return 0;
}

_Noreturn void port_restart(void) {
    world_restart();
}

_Noreturn void port_halt(void) {
    world_halt();
}
