#include "tests/unit/importers/pages.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace greffe::test {

namespace {
const std::filesystem::path folder = std::filesystem::path(GREFFE_SOURCE_DIR) / "tests/data/pages";
}

std::string page_bytes(const std::string& name) {
    std::ifstream file(folder / name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> page_names() {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        out.push_back(entry.path().filename().string());
    std::ranges::sort(out);
    return out;
}

importers::captured_page read_bytes(std::string_view bytes, const importers::page_options& options) {
    auto read = importers::read_page(bytes, options);
    if (const auto* refused = std::get_if<importers::page_error>(&read)) {
        ADD_FAILURE() << "refused at line " << refused->line << ": " << refused->message;
        return {};
    }
    return std::get<importers::captured_page>(std::move(read));
}

importers::captured_page read_named(const std::string& name, const importers::page_options& options) {
    return read_bytes(page_bytes(name), options);
}

importers::page_error refusal_of(std::string_view bytes, const importers::page_options& options) {
    auto read = importers::read_page(bytes, options);
    if (auto* refused = std::get_if<importers::page_error>(&read)) return *refused;
    ADD_FAILURE() << "was read";
    return {};
}

importers::page_options captured_at(std::string_view rfc3339) {
    importers::page_options options;
    options.captured_at = at(rfc3339);
    return options;
}

domain::timestamp at(std::string_view rfc3339) {
    return domain::parse_rfc3339(rfc3339).value();
}

std::string bytes_of(const importers::captured_page& page, std::string_view field) {
    for (const auto& found : page.capture.fields)
        if (found.field == field)
            return page.capture.raw.substr(found.range.begin, found.range.end - found.range.begin);
    return {};
}

std::vector<domain::capture::note> notes_of(const importers::captured_page& page, std::string_view code) {
    std::vector<domain::capture::note> out;
    std::ranges::copy_if(page.capture.notes, std::back_inserter(out),
                         [&](const auto& note) { return note.code == code; });
    return out;
}

} // namespace greffe::test
