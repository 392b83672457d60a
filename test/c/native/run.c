// Run an app on the native test board:
// catnap <app.js> [--pool=BYTES] [--plan=FILE] [--features=FILE] [--fail-all | --fail=N | --damage]
// [--fail-on] [--stride=N] [--quiet]. Prints the console, then how it ended. --fail-all runs it once for each
// allocation of the app (or each Nth), with that one failing, and with --fail-on all that follow, until the
// app says probe.fail(0); then it must say "went on" or what it did not catch. --fail=N only with allocation
// N failing, and says on stderr which one that is. An app that says WRONG has ended badly.
// --damage does not run it: it looks whether its image is refused after each of many kinds of damage.
// --older=FILE puts another app behind it, --spoil=hash|engine|board spoils the first image; then the board
// starts again up to six times, as long as an app resets it (starts.c).
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "board.h"
#include "cn/pool.h"
#include "compile.h"
#include "damage.h"
#include "devices.h"
#include "engine.h"
#include "app_image.h"
#include "main.h"
#include "pool_malloc.h"
#include "starts.h"

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

// The image: the app, and plan 0 and feature stage 1 if their files are named.
static uint8_t *compile_app(const char *path, const char *const files[2], size_t *image_length) {
    size_t length, out_length, count = 1;
    int failed;
    char *source = read_file(path, &length);
    char *out = cn_compile(source, length, "app.js", &out_length, &failed);
    free(source);
    if (failed) {
        printf("%s\n", out ? out : "no memory");
        exit(1);
    }
    struct image_section sections[3] = {{1, 0, out, out_length}};
    char *kept[2] = {NULL, NULL};
    for (uint32_t i = 0; i < 2; i++) {
        if (files[i]) {
            kept[i] = read_file(files[i], &length);
            sections[count++] = (struct image_section){2 + i, i, kept[i], length};
        }
    }
    uint8_t *image = image_make(sections, count, 0x2f, image_length);
    free(kept[0]);
    free(kept[1]);
    cn_compile_free(out);
    return image;
}

struct app {
    uint8_t *image;
    size_t image_length;
    size_t pool_size;
    uint32_t fail_nth;
    bool fail_on; // and all that follow, until the app lets go
};

// Bytes that the engine has not given back; -1 if it panicked.
static long run_once(const struct app *app) {
    static jmp_buf end;
    board_reset(app->pool_size);
    board_apps[0].image = app->image;
    board_apps[0].size = app->image_length;
    board.fail_nth = app->fail_nth;
    board.fail_on = app->fail_on;
    board.end = &end;
    devices_plug();
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

// How a run ended whose allocation app->fail_nth failed.
enum outcome { GOOD = 10, BAD, ALL_SERVED }; // 1 is how ASan ends

static enum outcome fail_once(const struct app *app, bool show) {
    long left = run_once(app);
    struct cn_pool_stats stats;
    cn_pool_stats(&stats);
    if (left != 0) {
        printf("allocation %u: %ld bytes left, %s\n%s", app->fail_nth, left, ends[board.ended],
               board.console);
        return BAD;
    }
    if (app->fail_on && !strstr(board.console, "went on\n") && !strstr(board.console, "Uncaught ")) {
        printf("allocation %u and all after: %s in silence\n%s", app->fail_nth, ends[board.ended],
               board.console);
        return BAD;
    }
    if (strstr(board.console, "WRONG")) {
        printf("allocation %u: %s\n", app->fail_nth, board.console);
        return BAD;
    }
    if (show && stats.refused > 0) {
        printf("-- allocation %u fails\n%s", app->fail_nth, board.console);
    }
    return stats.refused == 0 ? ALL_SERVED : GOOD;
}

// Once for each allocation, with that one failing, each in a process of its own: a crash is one bad run of
// many. What the app said is printed if `show`.
static int run_failing(struct app *app, bool show, uint32_t stride) {
    unsigned bad = 0;
    for (app->fail_nth = 1;; app->fail_nth += stride) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            enum outcome outcome = fail_once(app, show);
            fflush(stdout);
            _exit((int)outcome);
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child) {
            perror("fork");
            return 2;
        }
        if (WIFEXITED(status) && WEXITSTATUS(status) == ALL_SERVED) {
            break;
        }
        if (!WIFEXITED(status) || WEXITSTATUS(status) != GOOD) {
            printf("-- allocation %u: bad, status %#x\n", app->fail_nth, (unsigned)status);
            bad++;
        }
    }
    if (bad > 0) {
        printf("-- %u allocations failed in turn, %u ended badly\n", app->fail_nth - 1, bad);
        return 1;
    }
    printf("-- %u allocations failed in turn, nothing was left\n", app->fail_nth - 1);
    return 0;
}

static int run_plain(const struct app *app) {
    long left = run_once(app);
    fwrite(board.console, 1, board.console_length, stdout); // it may hold zeros
    printf("-- %s at %llu us, %ld bytes left\n", ends[board.ended], (unsigned long long)board.now_us, left);
    return left != 0;
}

int main(int argc, char **argv) {
    struct app app = {.pool_size = 1 << 20};
    bool all = false, quiet = false, damage = false;
    uint32_t stride = 1;
    const char *files[2] = {NULL, NULL}, *none[2] = {NULL, NULL}, *older = NULL, *spoil = NULL;
    if (argc < 2) {
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        all = all || strcmp(argv[i], "--fail-all") == 0;
        damage = damage || strcmp(argv[i], "--damage") == 0;
        files[0] = strncmp(argv[i], "--plan=", 7) == 0 ? argv[i] + 7 : files[0];
        older = strncmp(argv[i], "--older=", 8) == 0 ? argv[i] + 8 : older;
        spoil = strncmp(argv[i], "--spoil=", 8) == 0 ? argv[i] + 8 : spoil;
        files[1] = strncmp(argv[i], "--features=", 11) == 0 ? argv[i] + 11 : files[1];
        if (strncmp(argv[i], "--fail=", 7) == 0) {
            app.fail_nth = (uint32_t)atol(argv[i] + 7);
            pool_says_fault = true;
        }
        app.fail_on = app.fail_on || strcmp(argv[i], "--fail-on") == 0;
        stride = strncmp(argv[i], "--stride=", 9) == 0 ? (uint32_t)atol(argv[i] + 9) : stride;
        quiet = quiet || strcmp(argv[i], "--quiet") == 0;
        app.pool_size = strncmp(argv[i], "--pool=", 7) == 0 ? (size_t)atol(argv[i] + 7) : app.pool_size;
    }
    app.image = compile_app(argv[1], files, &app.image_length);
    if (older) {
        struct board_app apps[2] = {{.image = app.image, .size = app.image_length}};
        apps[1].image = compile_app(older, none, &apps[1].size);
        int result = run_starts(apps, app.pool_size, spoil);
        free((void *)apps[1].image);
        free(app.image);
        return result;
    }
    int result = damage ? damage_all(app.image, app.image_length) != 0
                 : all  ? run_failing(&app, !quiet, stride)
                        : run_plain(&app);
    free(app.image);
    free(board.pool);
    return result;
}
