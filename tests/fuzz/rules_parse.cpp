// Any bytes as a ruleset: compile() answers with rules or with errors, and what compiled can judge.
#include "rules/engine/ruleset.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace greffe::rules;
    const std::string_view yaml(reinterpret_cast<const char*>(data), size);
    const auto made = ruleset::compile(yaml, {.dfa_memory = 4 << 20, .scan_work = 1 << 20});
    if ((made.rules == nullptr) != has_errors(made.found)) std::abort();
    for (const auto& d : made.found)
        if (d.code.empty() || d.message.empty() || d.line < 0 || d.column < 0) std::abort();
    if (made.rules) {
        const auto answer =
            made.rules->judge(made.rules->scan({.body = "Un été à t.me/x, con !", .name = "Anne"}), {});
        if (answer.undecided && answer.does < action::hold) std::abort();
    }
    return 0;
}
