// Assets of the running image, handed to the services that use them.
#ifndef CN_ASSETS_H
#define CN_ASSETS_H

#include <stdint.h>

#include "cn/model.h"

// The model whose plan is asset `plan`, behind the feature stage in asset `features` and with the
// anomaly score in asset `anomaly` (-1: none). NULL and `*error`: CN_ERR_RANGE when the image has no such
// asset, else as cn_model_new.
struct cn_model *cn_assets_model(uint32_t plan, int32_t features, int32_t anomaly, int *error);

#endif
