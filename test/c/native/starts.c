// Several starts of the board with two apps in its flash: each in a process of its own, as a reset clears
// memory.
#include "starts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app_image.h"
#include "main.h"

#define STARTS 6
#define OTHER_BOARD 8 // port.cmake says which is ours

static const char *const ends[] = {"runs", "asleep", "off", "reset", "panic", "ended"};

static void spoil_image(uint8_t *image, size_t size, const char *what) {
    if (strcmp(what, "hash") == 0) {
        image[size - 1] ^= 1;
        return;
    }
    image[strcmp(what, "engine") == 0 ? 8 : 26] = OTHER_BOARD;
    image_seal(image, size);
}

static enum board_end start_once(size_t pool_size) {
    static jmp_buf end;
    board_reset(pool_size);
    board.end = &end;
    if (setjmp(end) == 0) {
        cn_main();
    }
    return board.ended;
}

int run_starts(const struct board_app apps[2], size_t pool_size, const char *spoil) {
    board_apps =
        mmap(NULL, 2 * sizeof *board_apps, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memcpy(board_apps, apps, 2 * sizeof *board_apps);
    if (spoil) {
        spoil_image((uint8_t *)apps[0].image, apps[0].size, spoil);
    }
    int how = BOARD_RESET;
    for (int count = 1; count <= STARTS && (how == BOARD_RESET || how == BOARD_PANIC); count++) {
        printf("-- start %d\n", count);
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            enum board_end ended = start_once(pool_size);
            printf("%s-- %s\n", board.console, ends[ended]);
            fflush(stdout);
            _exit((int)ended); // nothing is given back, as at a reset
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
            return 1;
        }
        how = WEXITSTATUS(status);
    }
    for (int i = 0; i < 2; i++) {
        printf("-- place %d: %u failures%s%s\n", i, board_apps[i].failures,
               board_apps[i].held ? ", held" : "", board_apps[i].given_up ? ", given up" : "");
    }
    return 0;
}
