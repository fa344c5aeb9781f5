#include "admin-cli/record_count.hpp"

#include "admin-cli/json_fields.hpp"
#include "admin-cli/outcome.hpp"
#include "admin-cli/terminal_text.hpp"

#include <boost/json/parse.hpp>

namespace greffe::cli {

namespace json = boost::json;

void record_count::feed(std::string_view piece) {
    lines_.feed(piece, [this](std::string_view line) { take(line); });
}

void record_count::take(std::string_view line) {
    json::error_code failed;
    const auto parsed = json::parse({line.data(), line.size()}, failed);
    const auto record = failed ? std::string() : text_at(as_object(parsed), "record");
    if (record.empty() || ended_)
        throw failure(exit_code::refused, "the export is not what docs/archive-format.md says");
    if (record == "end") {
        ended_ = true;
        declared_ = object_at(parsed.get_object(), "counts");
    } else if (record != "export") {
        ++counts_[record];
    }
}

void record_count::check() const {
    bool same = ended_ && lines_.rest().empty();
    for (const auto& [record, count] : counts_) same = same && number_at(declared_, record) == count;
    for (const auto& [record, count] : declared_) {
        const auto found = counts_.find(std::string(record));
        same = same && number_at(declared_, record) == (found == counts_.end() ? 0 : found->second);
    }
    if (!same) throw failure(exit_code::refused, "the export was cut off on the way; run it again");
}

json::object record_count::as_json() const {
    json::object out;
    for (const auto& [record, count] : counts_) out[record] = count;
    return out;
}

std::string record_count::as_text() const {
    std::string out;
    for (const auto& [record, count] : counts_) {
        auto name = one_line(record);
        for (auto& c : name)
            if (c == '_') c = ' ';
        out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + name + (count == 1 ? "" : "s");
    }
    return out;
}

} // namespace greffe::cli
