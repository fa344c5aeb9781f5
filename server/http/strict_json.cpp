#include "server/http/strict_json.hpp"

#include "server/domain/text.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <optional>
#include <set>
#include <vector>

namespace greffe::http {

namespace {

namespace json = boost::json;
using domain::errc;
using domain::error;
using domain::fail;

/// Builds the value and notes the first thing that is wrong with a key or a text, with its path.
struct building_handler {
    static constexpr std::size_t max_object_size = 1 << 20;
    static constexpr std::size_t max_array_size = 1 << 24;
    static constexpr std::size_t max_key_size = 1 << 16;
    static constexpr std::size_t max_string_size = 1 << 30;

    struct level {
        std::set<std::string> keys{};
        std::string at{}; ///< the key, or the index, of the member that is read now
        std::optional<std::size_t> index{};
    };

    json::value_stack values;
    std::vector<level> levels;
    std::string text;
    std::optional<error> wrong;

    bool refuse(std::string detail, json::error_code& ec) {
        std::string path;
        for (const level& l : levels) path += (path.empty() ? "" : "/") + l.at;
        if (!domain::is_valid_text(path)) path.clear();
        wrong = fail(errc::invalid_field, std::move(path), std::move(detail));
        ec = json::error::exception;
        return false;
    }
    void next_element() {
        if (levels.empty() || !levels.back().index) return;
        levels.back().at = std::to_string((*levels.back().index)++);
    }
    bool scalar() {
        next_element();
        return true;
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) {
        next_element();
        levels.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t n, json::error_code&) {
        levels.pop_back();
        values.push_object(n);
        return true;
    }
    bool on_array_begin(json::error_code&) {
        next_element();
        levels.emplace_back().index = 0;
        return true;
    }
    bool on_array_end(std::size_t n, json::error_code&) {
        levels.pop_back();
        values.push_array(n);
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        text.append(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
        text.append(part);
        levels.back().at = text;
        if (!domain::is_valid_text(text)) return refuse("a key is not valid UTF-8 text without NUL", ec);
        if (!levels.back().keys.insert(text).second) return refuse("the key is given twice", ec);
        values.push_key(text);
        text.clear();
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        text.append(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t, json::error_code& ec) {
        next_element();
        text.append(part);
        if (!domain::is_valid_text(text)) return refuse("not valid UTF-8 text without NUL", ec);
        values.push_string(text);
        text.clear();
        return true;
    }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t value, json::string_view, json::error_code&) {
        values.push_int64(value);
        return scalar();
    }
    bool on_uint64(std::uint64_t value, json::string_view, json::error_code&) {
        values.push_uint64(value);
        return scalar();
    }
    bool on_double(double value, json::string_view, json::error_code&) {
        values.push_double(value);
        return scalar();
    }
    bool on_bool(bool value, json::error_code&) {
        values.push_bool(value);
        return scalar();
    }
    bool on_null(json::error_code&) {
        values.push_null();
        return scalar();
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

json::parse_options strict_options() {
    json::parse_options options;
    options.max_depth = max_json_depth;
    options.allow_invalid_utf8 = true; // found by the handler instead, which knows the field's name
    return options;
}

error explain(json::error_code ec) {
    if (ec == json::error::too_deep)
        return fail(errc::malformed, {}, "nested deeper than " + std::to_string(max_json_depth) + " levels");
    if (ec == json::error::incomplete) return fail(errc::malformed, {}, "the JSON ends too early");
    if (ec == json::error::extra_data) return fail(errc::malformed, {}, "something follows the JSON");
    return fail(errc::malformed, {}, "not JSON: " + ec.message());
}

} // namespace

domain::result<json::object> read_json_object(std::string_view bytes) {
    json::basic_parser<building_handler> parser(strict_options());
    parser.handler().values.reset();
    json::error_code ec;
    const std::size_t taken = parser.write_some(false, bytes.data(), bytes.size(), ec);
    if (parser.handler().wrong) return *parser.handler().wrong;
    if (!ec && taken < bytes.size()) ec = json::error::extra_data;
    if (ec) return explain(ec);
    json::value read = parser.handler().values.release();
    if (!read.is_object()) return fail(errc::malformed, {}, "an object is expected");
    return std::move(read.as_object());
}

} // namespace greffe::http
