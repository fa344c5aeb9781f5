// How jemalloc, which greffe-server is linked with, divides and gives back memory: read by it before main,
// from this name (jemalloc(3), "TUNING").
//
// narenas: by default four for each processor, each with spare pages of its own; imports then took 69 MiB
// where four in all take 54. dirty_decay_ms, muzzy_decay_ms: what a burst leaves unused goes back within a
// second.
extern "C" const char* malloc_conf;
const char* malloc_conf = "narenas:4,dirty_decay_ms:1000,muzzy_decay_ms:0";
