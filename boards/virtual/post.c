// hal.h over the link: messages to the world that need no answer.
#include <string.h>

#include "cn/hal.h"
#include "link.h"

void hal_console_write(const char *text, size_t length) {
    while (length > 0) {
        uint32_t part = length > LINK_LONGEST ? LINK_LONGEST : (uint32_t)length;
        struct link_request request = {.kind = LINK_CONSOLE, .length = part};
        link_post(&request, text);
        text += part;
        length -= part;
    }
}

void hal_mark(enum hal_mark mark, uint32_t value) {
    struct link_request request = {.kind = LINK_MARK, .a = (uint8_t)mark, .value = value};
    link_post(&request, NULL);
}

_Noreturn void hal_panic(const char *what) {
    struct link_request request = {.kind = LINK_PANIC, .length = (uint32_t)strlen(what)};
    link_post(&request, what);
    port_halt();
}
