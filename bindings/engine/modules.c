// Modules that an app imports: native ones are made then, so an app pays for what it uses; its own are read
// from the image.
#include "bind.h"

#include <string.h>

#include "cn/cost.h"
#include "cn/hal.h"
#include "image.h"

static const struct cn_service *service_of(const char *module) {
    for (int i = 0; i < cn_service_count; i++) {
        if (strcmp(cn_services[i]->module, module) == 0) {
            return cn_services[i];
        }
    }
    return NULL;
}

static int fill_module(JSContext *ctx, JSModuleDef *module) {
    JSAtom atom = JS_GetModuleName(ctx, module);
    const char *name = JS_AtomToCString(ctx, atom);
    JS_FreeAtom(ctx, atom);
    if (!name) {
        return -1;
    }
    const struct cn_service *service = service_of(name);
    JS_FreeCString(ctx, name);
    for (int i = 0; i < service->class_count; i++) {
        if (cn_handle_class_init(ctx, service->classes[i]) < 0) {
            return -1;
        }
    }
    for (int i = 0; i < service->function_count; i++) {
        JSValue function = cn_function_new(ctx, &service->functions[i]);
        if (JS_IsException(function) ||
            JS_SetModuleExport(ctx, module, service->functions[i].name, function) < 0) {
            return -1;
        }
    }
    return 0;
}

static uint32_t number_at(const char *digits) {
    uint32_t number = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) {
        number = number * 10 + (uint32_t)(*digits - '0');
    }
    return number;
}

// The bytes of the app's module `app-<number>.js`, or NULL.
static const uint8_t *module_bytes(const char *name, size_t *length) {
    static const char prefix[] = "app-";
    const struct cn_image *image = cn_image_running();
    if (!image || strncmp(name, prefix, sizeof prefix - 1) != 0) {
        return NULL;
    }
    return cn_image_section(image, CN_SECTION_MODULE, number_at(name + sizeof prefix - 1), length);
}

// Unlike the main module it is copied: its names no longer get the numbers that they have in the image.
static JSModuleDef *read_module(JSContext *ctx, const uint8_t *bytes, size_t length) {
    if (!cn_memory_has_room(4 * length + 2048)) {
        JS_ThrowOutOfMemory(ctx);
        return NULL;
    }
    hal_spend((uint32_t)length * CN_COST_LOAD_BYTE);
    JSValue value = JS_ReadObject(ctx, bytes, length, JS_READ_OBJ_BYTECODE);
    if (JS_IsException(value)) {
        return NULL;
    }
    JSModuleDef *module = JS_VALUE_GET_PTR(value);
    JS_FreeValue(ctx, value); // the context owns the module
    return module;
}

JSModuleDef *cn_module_load(JSContext *ctx, const char *name, void *opaque) {
    (void)opaque;
    const struct cn_service *service = service_of(name);
    size_t length;
    const uint8_t *bytes = service ? NULL : module_bytes(name, &length);
    if (bytes) {
        return read_module(ctx, bytes, length);
    }
    if (!service) {
        JS_ThrowReferenceError(ctx, "this firmware has no module '%s'", name);
        return NULL;
    }
    if (!cn_memory_has_room(4096)) {
        JS_ThrowOutOfMemory(ctx);
        return NULL;
    }
    JSModuleDef *module = JS_NewCModule(ctx, name, fill_module);
    if (module && JS_AddModuleExportList(ctx, module, service->functions, service->function_count) < 0) {
        return NULL; // the context owns the module
    }
    return module;
}
