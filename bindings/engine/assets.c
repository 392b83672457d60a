// Assets of the running image: found by number in the checked image.
#include "assets.h"

#include <stdbool.h>
#include <stddef.h>

#include "cn/error.h"
#include "image.h"

// A part of the running image; false if it is asked for (0 or more) and not there.
static bool part_of(const struct cn_image *image, uint32_t type, int64_t id, struct cn_model_part *part) {
    *part = (struct cn_model_part){NULL, 0};
    if (id < 0) {
        return true;
    }
    part->bytes = image ? cn_image_section(image, type, (uint32_t)id, &part->size) : NULL;
    return part->bytes != NULL;
}

struct cn_model *cn_assets_model(uint32_t plan, int32_t features, int32_t anomaly, int *error) {
    const struct cn_image *image = cn_image_running();
    struct cn_model_part parts[3];
    if (!part_of(image, CN_SECTION_PLAN, plan, &parts[0]) ||
        !part_of(image, CN_SECTION_ASSET, features, &parts[1]) ||
        !part_of(image, CN_SECTION_ASSET, anomaly, &parts[2])) {
        *error = CN_ERR_RANGE;
        return NULL;
    }
    return cn_model_new(parts[0], parts[1], parts[2], error);
}
