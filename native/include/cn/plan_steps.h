// The steps of a plan: ids and parameters, in the order of their bytes (SPEC.md "Model plan").
#include "cn/gen/plan_steps.h" // has the include guard
