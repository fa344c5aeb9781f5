#include "server/domain/comment.hpp"

#include "server/domain/names.hpp"

namespace greffe::domain {

namespace {
constexpr std::array presence_names = {"identified", "named", "anonymous", "not_captured", "erased"};
constexpr std::array precision_names = {"exact", "minute", "day", "unknown"};
constexpr std::array screening_names = {"live", "history"};
} // namespace

std::string_view to_string(author_presence presence) {
    return name_of(presence_names, presence);
}
std::string_view to_string(time_precision precision) {
    return name_of(precision_names, precision);
}
std::string_view to_string(screening screen) {
    return name_of(screening_names, screen);
}
std::optional<author_presence> parse_author_presence(std::string_view text) {
    return value_named<author_presence>(presence_names, text);
}
std::optional<time_precision> parse_time_precision(std::string_view text) {
    return value_named<time_precision>(precision_names, text);
}
std::optional<screening> parse_screening(std::string_view text) {
    return value_named<screening>(screening_names, text);
}

} // namespace greffe::domain
