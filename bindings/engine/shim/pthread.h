// Stands before the system's header when QuickJS is compiled: turns its threads off (it includes this first).
#undef CONFIG_ATOMICS
