// Windows: cut from a ring of samples, overlapping or not; none joins what lies on both sides of a gap.
#ifndef CN_WINDOWS_H
#define CN_WINDOWS_H

#include <stdbool.h>

#include "cn/ring.h"

// All zeros: closed. Its fields belong to cn_windows_*; who fills the ring pushes to `ring`.
struct cn_windows {
    struct cn_ring ring;
    int16_t *window; // [samples][axes], raw counts
    uint32_t samples, hop;
    uint32_t filled; // samples in the window,
    uint32_t kept;   // and how many of them were part of the window before it
    bool handed;     // the window has been handed out
    bool broken;     // samples were lost: what the window holds does not continue in the ring
};

// Take the memory for windows of `samples` samples, a new one every `hop` samples (1 to samples), and for a
// ring of `capacity` samples, a power of two. CN_ERR_NO_MEMORY leaves it closed.
int cn_windows_open(struct cn_windows *windows, uint32_t samples, uint32_t hop, uint32_t axes,
                    uint32_t capacity);

// Free the memory; returns how many samples no window has brought. Closing twice is allowed.
uint32_t cn_windows_close(struct cn_windows *windows);

// Move samples from the ring into the window; whether it is complete. Overwrites a window that was handed
// out.
bool cn_windows_fill(struct cn_windows *windows);

// Hand the complete window out: it stays as it is until the next cn_windows_fill.
void cn_windows_hand_out(struct cn_windows *windows);

// Samples were lost somewhere before now: throw away those that no window has brought; returns how many.
uint32_t cn_windows_break(struct cn_windows *windows);

// Samples that no window has brought yet, in the ring or in the window; 0 when closed.
uint32_t cn_windows_waiting(const struct cn_windows *windows);

#endif
