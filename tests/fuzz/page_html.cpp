// A captured page as HTML: whatever libxml2 makes of the bytes, every range lies in the file.
#include "admin-cli/importers/page_html.hpp"
#include "admin-cli/importers/article_page.hpp"
#include "admin-cli/importers/page_text.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace greffe;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    if (importers::refuse_bytes(bytes)) return 0;
    const auto lines = importers::read_html_lines(bytes);
    if (const auto* page = std::get_if<importers::page_lines>(&lines))
        for (const auto& line : page->lines) {
            const auto range = line.source(line.content());
            if (range.begin > range.end || range.end > size || line.origin.size() != line.text.size())
                std::abort();
        }
    const auto read = importers::read_page(bytes);
    if (const auto* page = std::get_if<importers::captured_page>(&read))
        for (const auto& field : page->capture.fields)
            if (field.range.begin > field.range.end || field.range.end > size) std::abort();
    return 0;
}
