#include "server/http/fields.hpp"

#include "server/domain/text.hpp"

namespace greffe::http {

const boost::json::value* fields::find(std::string_view name) {
    known_.emplace(name);
    const auto* value = from_.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

void fields::refuse(std::string_view name, std::string detail) {
    if (!wrong_) wrong_ = domain::fail(domain::errc::invalid_field, std::string(name), std::move(detail));
}

std::optional<std::string> fields::optional_text(std::string_view name, std::size_t most) {
    const auto* value = find(name);
    if (!value) return std::nullopt;
    if (!value->is_string()) {
        refuse(name, "a text is expected");
        return std::nullopt;
    }
    std::string text(value->as_string());
    if (domain::count_characters(text) > most)
        refuse(name, "longer than " + std::to_string(most) + " characters");
    return text;
}

std::string fields::text(std::string_view name, std::size_t least, std::size_t most) {
    auto text = optional_text(name, most);
    if (!text && least > 0) refuse(name, "is missing");
    if (text && least > 0 && (domain::is_blank(*text) || domain::count_characters(*text) < least))
        refuse(name, "may not be blank");
    return text.value_or("");
}

std::int64_t fields::integer(std::string_view name, std::int64_t least, std::int64_t most) {
    if (!find(name)) refuse(name, "is missing");
    return integer_or(name, least, least, most);
}

std::int64_t fields::integer_or(std::string_view name, std::int64_t otherwise, std::int64_t least,
                                std::int64_t most) {
    const auto* value = find(name);
    if (!value) return otherwise;
    if (!value->is_int64() || value->as_int64() < least || value->as_int64() > most) {
        refuse(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                         " is expected");
        return otherwise;
    }
    return value->as_int64();
}

std::optional<domain::error> fields::finish() {
    for (const auto& [key, value] : from_)
        if (!known_.contains(std::string_view(key))) refuse(key, "is not known here");
    return wrong_;
}

} // namespace greffe::http
