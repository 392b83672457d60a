// hal.h over the link: serial ports, whose rings are the world's.
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "link.h"

// What LINK_SERIAL asks for; SPEC.md has the payload of each.
enum ask { ASK_CLOSE, ASK_OPEN, ASK_RECEIVE, ASK_REST, ASK_LOOK };

static int ask(uint8_t port, enum ask what, const void *payload, uint32_t length) {
    struct link_request request = {.kind = LINK_SERIAL, .a = port, .b = (uint8_t)what, .length = length};
    struct link_reply reply = link_ask(&request, payload, NULL, 0);
    if (reply.status == LINK_INVALID && what == ASK_OPEN) {
        return reply.value ? CN_ERR_RANGE : CN_ERR_INVAL;
    }
    return link_error(reply.status);
}

int hal_serial_open(uint8_t port, const struct hal_serial *how) {
    const uint32_t settings[] = {how->baud, (uint32_t)how->parity, how->bytes};
    return ask(port, ASK_OPEN, settings, sizeof settings);
}

int hal_serial_receive(uint8_t port, int32_t end) {
    return ask(port, ASK_RECEIVE, &end, sizeof end);
}

int hal_serial_rest(uint8_t port) {
    (void)ask(port, ASK_REST, NULL, 0); // of a port that is open: it cannot fail
    return HAL_SERIAL_START_LINE;
}

int hal_serial_read(uint8_t port, uint8_t *out, size_t length) {
    struct link_request request = {.kind = LINK_SERIAL_READ, .a = port, .value = (uint32_t)length};
    return link_ask(&request, NULL, out, length).length;
}

void hal_serial_look(uint8_t port, struct hal_serial_state *state) {
    uint32_t words[8];
    struct link_request request = {.kind = LINK_SERIAL, .a = port, .b = ASK_LOOK};
    (void)link_ask(&request, NULL, words, sizeof words);
    *state = (struct hal_serial_state){words[0], words[1], words[2], words[3],
                                       words[4], words[5], words[6], words[7] != 0};
}

int hal_serial_send(uint8_t port, const uint8_t *bytes, size_t length) {
    uint32_t count = length > LINK_LONGEST ? LINK_LONGEST : (uint32_t)length;
    struct link_request request = {.kind = LINK_SERIAL_SEND, .a = port, .length = count};
    return (int)link_ask(&request, bytes, NULL, 0).value;
}

void hal_serial_close(uint8_t port) {
    (void)ask(port, ASK_CLOSE, NULL, 0);
}

int hal_serial_wire(uint8_t port, uint8_t tx, uint8_t rx) {
    (void)port, (void)tx, (void)rx; // the world has the same facts
    return CN_OK;
}
