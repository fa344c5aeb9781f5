#include "admin-cli/import_results.hpp"

#include "admin-cli/json_fields.hpp"
#include "admin-cli/outcome.hpp"
#include "admin-cli/problem.hpp"
#include "admin-cli/terminal_text.hpp"

#include <boost/json/parse.hpp>

#include <ostream>

namespace greffe::cli {

namespace json = boost::json;

namespace {

constexpr std::int64_t lines_between_progress = 1000;

} // namespace

import_results::import_results(const terminal& to, bool verbatim) : to_(to), verbatim_(verbatim) {}

void import_results::feed(std::string_view piece) {
    lines_.feed(piece, [this](std::string_view line) { take(line); });
}

void import_results::take(std::string_view line) {
    json::error_code broken;
    const auto parsed = json::parse({line.data(), line.size()}, broken);
    if (broken || !parsed.is_object())
        throw failure(exit_code::refused,
                      "the server answered a line that is no result; is this a Greffe server?");
    const auto& result = parsed.get_object();
    if (verbatim_) to_.out << safe_json(line) << '\n';
    ++total_;
    if (result.contains("error")) {
        ++failed_;
        end_progress();
        show_failure(result);
    } else {
        ++effects_[one_line(text_at(result, "type")) + " " + one_line(text_at(result, "effect"))];
    }
    if (seen_) seen_(result);
    if (to_.progress && total_ % lines_between_progress == 0) show_progress();
}

void import_results::show_failure(const json::object& result) {
    const auto& error = object_at(result, "error");
    const auto code = text_at(error, "code");
    const auto field = text_at(error, "field");
    to_.err << "line " << number_at(result, "line") << ": " << one_line(code)
            << (field.empty() ? "" : " (field " + one_line(field) + ")");
    if (const auto detail = text_at(error, "detail"); !detail.empty()) to_.err << ": " << one_line(detail);
    if (flag_at(error, "retryable")) to_.err << "; send it again later";
    to_.err << '\n';
}

std::string import_results::summary() const {
    std::string out = std::to_string(total_) + (total_ == 1 ? " line" : " lines");
    std::string sign = ": ";
    for (const auto& [effect, count] : effects_) {
        out += sign + std::to_string(count) + " " + effect;
        sign = ", ";
    }
    if (failed_ > 0) out += sign + std::to_string(failed_) + " failed";
    return out;
}

void import_results::show_progress() {
    to_.err << "\r" << total_ << " lines, " << failed_ << " failed" << std::flush;
    progress_shown_ = true;
}

void import_results::end_progress() {
    if (progress_shown_) to_.err << "\r\x1b[K" << std::flush;
    progress_shown_ = false;
}

} // namespace greffe::cli
