// Why a page is refused, and what to do about it. Nothing of a refused page is imported.
#pragma once
#include <cstddef>
#include <string>

namespace greffe::importers {

struct page_error {
    std::size_t line = 0; ///< where the reader lost the way, from 1; 0: not in the file, but in the options
    std::string message;
    std::string hint;
};

} // namespace greffe::importers
