#include "rules/engine/packs.hpp"

#include "rules/embedded_packs.hpp"

namespace greffe::rules {
namespace {

constexpr std::string_view ending = ".yaml";

}

std::optional<std::string_view> find_pack(std::string_view name) {
    for (const auto& file : embedded::files())
        if (file.name.size() == name.size() + ending.size() && file.name.starts_with(name)) return file.text;
    return std::nullopt;
}

std::vector<std::string_view> pack_names() {
    std::vector<std::string_view> names;
    for (const auto& file : embedded::files())
        names.push_back(file.name.substr(0, file.name.size() - ending.size()));
    return names;
}

} // namespace greffe::rules
