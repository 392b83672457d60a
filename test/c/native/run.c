// Run an app on the native test board: run <app.js> [--fail-all] [--fail-nth N] [--pool BYTES].
// Prints the console, then how it ended. --fail-all runs it once for each allocation of the app, with that one
// failing; --fail-start does so for the allocations of the engine's start.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "cn/pool.h"
#include "compile.h"
#include "engine.h"
#include "image.h"
#include "main.h"

static const char *const ends[] = {"runs", "asleep", "off", "reset", "panic", "ended"};

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(1, *length + 1);
    if (fread(text, 1, *length, file) != *length) {
        perror(path);
        exit(2);
    }
    fclose(file);
    return text;
}

static uint8_t *compile_app(const char *path, size_t *image_length) {
    size_t length, out_length;
    int failed;
    char *source = read_file(path, &length);
    char *out = cn_compile(source, length, "app.js", &out_length, &failed);
    free(source);
    if (failed) {
        printf("%s\n", out ? out : "no memory");
        exit(1);
    }
    struct image_section sections[] = {{1, 0, out, out_length}};
    uint8_t *image = image_make(sections, 1, 0xf, image_length);
    cn_compile_free(out);
    return image;
}

// Bytes that the engine has not given back; -1 if it panicked.
static long run_once(const uint8_t *image, size_t image_length, size_t pool_size, uint32_t fail_nth) {
    static jmp_buf end;
    board_reset(pool_size);
    board.image = image;
    board.image_size = image_length;
    board.fail_nth = fail_nth;
    board.end = &end;
    if (setjmp(end) == 0) {
        cn_main();
    }
    cn_pool_fail_nth(0);
    if (board.ended == BOARD_PANIC) {
        return -1;
    }
    cn_engine_abandon();
    cn_engine_close();
    struct cn_pool_stats stats;
    cn_pool_stats(&stats);
    return (long)stats.used;
}

static int fail_all(const uint8_t *image, size_t image_length, size_t pool_size) {
    for (uint32_t nth = 1;; nth++) {
        long left = run_once(image, image_length, pool_size, nth);
        struct cn_pool_stats stats;
        cn_pool_stats(&stats);
        if (left != 0) {
            printf("allocation %u: %ld bytes left, %s\n%s", nth, left, ends[board.ended], board.console);
            return 1;
        }
        if (stats.refused == 0) {
            printf("%u allocations failed in turn, nothing was left\n", nth - 1);
            return 0;
        }
        if (getenv("CN_SHOW")) {
            printf("--- %u\n%s", nth, board.console);
        }
    }
}

int main(int argc, char **argv) {
    size_t pool_size = 1 << 20, image_length;
    uint32_t fail_nth = 0;
    bool all = false;
    for (int i = 2; i < argc; i++) {
        all = all || strcmp(argv[i], "--fail-all") == 0;
        fail_nth = strcmp(argv[i], "--fail-nth") == 0 ? (uint32_t)atol(argv[++i]) : fail_nth;
        pool_size = i < argc && strcmp(argv[i], "--pool") == 0 ? (size_t)atol(argv[++i]) : pool_size;
    }
    if (argc < 2) {
        return 2;
    }
    uint8_t *image = compile_app(argv[1], &image_length);
    int result = 0;
    if (all) {
        result = fail_all(image, image_length, pool_size);
    } else {
        long left = run_once(image, image_length, pool_size, fail_nth);
        printf("%s-- %s at %llu us, %ld bytes left\n", board.console, ends[board.ended],
               (unsigned long long)board.now_us, left);
        result = left != 0;
    }
    free(image);
    free(board.pool);
    return result;
}
