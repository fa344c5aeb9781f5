// The style sheet of an archived thread's page: for the screen by day and night, and for paper. Fonts are
// those that the reader's machine has: the page asks the network for nothing.
#pragma once
#include <string_view>

namespace greffe::archive {

extern const std::string_view thread_html_style;

} // namespace greffe::archive
