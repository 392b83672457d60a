// Console: lines of text with a level, for people and for the tools.
#ifndef CN_CONSOLE_H
#define CN_CONSOLE_H

#include <stddef.h>

enum cn_console_level { CN_CONSOLE_DEBUG, CN_CONSOLE_INFO, CN_CONSOLE_WARN, CN_CONSOLE_ERROR };

struct cn_console_part {
    const char *text;
    size_t length;
};

// Write the parts one after the other and a line end. The text may hold line ends itself.
void cn_console_write(enum cn_console_level level, const struct cn_console_part *parts, size_t count);

void cn_console_text(int level, const char *text, size_t length);
// A zero-terminated text.
void cn_console_line(enum cn_console_level level, const char *text);

#endif
