// Native modules: made when the app imports them, so an app pays for what it uses.
#include "bind.h"

#include <string.h>

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

JSModuleDef *cn_module_load(JSContext *ctx, const char *name, void *opaque) {
    (void)opaque;
    const struct cn_service *service = service_of(name);
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
