// What a process has used of the processors, from /proc.
#pragma once
#include <sys/types.h>

namespace greffe::bench {

struct processor_time {
    pid_t parent = 0;
    double own = 0;               ///< seconds, user and system
    double of_ended_children = 0; ///< those that it has waited for
};

/// All zero for a process that is gone.
processor_time used_by(pid_t process);

/// Seconds of the children that this process has waited for.
double of_ended_children();

} // namespace greffe::bench
