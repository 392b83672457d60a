// Console: lines go to the board as they are; the level is for boards and tools that separate them.
#include "cn/console.h"

#include <string.h>

#include "cn/hal.h"

void cn_console_write(enum cn_console_level level, const struct cn_console_part *parts, size_t count) {
    (void)level;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].length > 0) {
            hal_console_write(parts[i].text, parts[i].length);
        }
    }
    hal_console_write("\n", 1);
}

void cn_console_text(int level, const char *text, size_t length) {
    struct cn_console_part part = {text, length};
    cn_console_write((enum cn_console_level)level, &part, 1);
}

void cn_console_line(enum cn_console_level level, const char *text) {
    cn_console_text(level, text, strlen(text));
}
