// The words that keep the debug port of a freshly flashed board open; they are part of the .hex.
#include "port.h"

#define UNPROTECTED UICR_APPROTECT_PALL_Unprotected

__attribute__((section(".uicr.approtect"), used)) static const uint32_t approtect = UNPROTECTED;
__attribute__((section(".uicr.secureapprotect"), used)) static const uint32_t secureapprotect = UNPROTECTED;
