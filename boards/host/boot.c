// One boot of the board `host`: the adapter calls it in a fresh instance.
#include "../virtual/link.h"

int cn_main(void);

__attribute__((export_name("cn_host_boot"))) void cn_host_boot(void) {
    link_open();
    cn_main();
    struct link_request request = {.kind = LINK_EXIT};
    link_post(&request, NULL);
    port_halt();
}
