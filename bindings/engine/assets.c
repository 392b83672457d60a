// Assets of the running image: found by number in the checked image.
#include "assets.h"

#include <stddef.h>

#include "cn/error.h"
#include "image.h"

struct cn_model *cn_assets_model(uint32_t plan, int32_t features, int *error) {
    const struct cn_image *image = cn_image_running();
    size_t plan_length = 0, features_length = 0;
    const uint8_t *plan_bytes = image ? cn_image_section(image, CN_SECTION_PLAN, plan, &plan_length) : NULL;
    const uint8_t *features_bytes = NULL;
    if (image && features >= 0) {
        features_bytes = cn_image_section(image, CN_SECTION_ASSET, (uint32_t)features, &features_length);
    }
    if (!plan_bytes || (features >= 0 && !features_bytes)) {
        *error = CN_ERR_RANGE;
        return NULL;
    }
    return cn_model_new(plan_bytes, plan_length, features_bytes, features_length, error);
}
