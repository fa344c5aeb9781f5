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

constexpr std::chrono::milliseconds between_progress{250};
constexpr std::int64_t most_shown =
    200; // refusals: who sent a million bad lines learns nothing from the rest

struct advice {
    std::string_view code;
    std::string_view next;
};
constexpr advice advices[] = {
    {"unknown_article", "import its article, then run this again"},
    {"unknown_parent", "import the comment that it answers, then run this again"},
    {"not_found", "import the comment first, then run this again"},
    {"malformed", "correct the line: each is one JSON object"},
    {"invalid_field", "correct the line and run this again; what is stored stays as it is"},
    {"too_large", "send the record in smaller parts"},
    {"already_exists", "send the new text as a line of type edit"},
    {"comments_closed", "the article takes nothing new; --screen history takes what was said before"},
    {"overloaded", "run this again later; what is stored stays as it is"},
    {"unavailable", "run this again later; what is stored stays as it is"},
};

std::string_view advice_on(std::string_view code) {
    for (const auto& known : advices)
        if (known.code == code) return known.next;
    return {};
}

struct outcome_word {
    std::string_view effect;
    std::string_view word;
};
/// In the order of the summary; "added", "unchanged" and "refused" are told even when there are none.
constexpr outcome_word outcome_words[] = {
    {"created", "added"},       {"revised", "changed"},      {"deleted", "changed"},
    {"unchanged", "unchanged"}, {"superseded", "unchanged"}, {"passed_over", "passed over"},
};

} // namespace

import_results::import_results(const terminal& to, bool verbatim, clock now)
    : to_(to), verbatim_(verbatim), now_(std::move(now)) {}

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
    if (to_.progress) show_progress();
}

void import_results::show_failure(const json::object& result) {
    if (failed_ > most_shown) {
        if (failed_ == most_shown + 1)
            to_.err << "further refusals are counted only; --json shows them all\n";
        return;
    }
    const auto& error = object_at(result, "error");
    const auto code = text_at(error, "code");
    const auto field = text_at(error, "field");
    to_.err << "line " << number_at(result, "line") << ": " << one_line(code)
            << (field.empty() ? "" : " (field " + one_line(field) + ")");
    if (const auto detail = text_at(error, "detail"); !detail.empty()) to_.err << ": " << one_line(detail);
    if (const auto next = advice_on(code); !next.empty()) to_.err << "; next: " << next;
    to_.err << '\n';
}

std::string import_results::summary() const {
    std::map<std::string_view, std::int64_t> words;
    for (const auto& [what, count] : effects_)
        for (const auto& known : outcome_words)
            if (std::string_view(what).ends_with(known.effect)) {
                words[known.word] += count;
                break;
            }
    std::string out = std::to_string(total_) + (total_ == 1 ? " line: " : " lines: ") +
                      std::to_string(words["added"]) + " added, ";
    if (words["changed"] > 0) out += std::to_string(words["changed"]) + " changed, ";
    out += std::to_string(words["unchanged"]) + " unchanged, ";
    if (words["passed over"] > 0) out += std::to_string(words["passed over"]) + " passed over, ";
    out += std::to_string(failed_) + " refused";
    std::string sign = " (";
    for (const auto& [effect, count] : effects_) {
        if (effect.ends_with("passed_over")) continue;
        out += sign + std::to_string(count) + " " + effect;
        sign = ", ";
    }
    return sign == ", " ? out + ")" : out;
}

void import_results::show_progress() {
    const auto now = now_();
    if (now - shown_ < between_progress) return;
    shown_ = now;
    auto so_far = how_far_ ? how_far_() : import_progress{};
    so_far.lines = total_;
    so_far.refused = failed_;
    so_far.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_);
    to_.err << "\r\x1b[K" << to_text(so_far) << std::flush;
    progress_shown_ = true;
}

void import_results::end_progress() {
    if (progress_shown_) to_.err << "\r\x1b[K" << std::flush;
    progress_shown_ = false;
}

} // namespace greffe::cli
