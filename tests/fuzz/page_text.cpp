// A captured page as plain text: any bytes are read or refused, and every range lies in the file.
#include "admin-cli/importers/article_page.hpp"

#include <cstdint>
#include <cstdlib>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace greffe;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto read = importers::read_page(bytes);
    if (const auto* page = std::get_if<importers::captured_page>(&read)) {
        for (const auto& field : page->capture.fields)
            if (field.range.begin > field.range.end || field.range.end > size) std::abort();
        for (const auto& comment : page->comments)
            if (comment.body.empty() || !comment.posted) std::abort();
        std::ostringstream summary;
        importers::describe(*page, summary);
        importers::to_import_lines(*page);
    }
    return 0;
}
