// Text of readers on its way into a page: nothing in it can become markup, and what it hides is shown.
// Characters that turn the direction of writing (U+202E …) and other controls are printed by their code
// points: a person who reads an archive sees what is there. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::archive {

/// For the content of an element. Precondition of all three: valid UTF-8.
std::string html_text(std::string_view text);
/// For a quoted value of an attribute.
std::string html_attribute(std::string_view text);

/// Why a piece of a text is marked: bytes [begin, end), widened to whole characters and cut at the text's
/// end.
struct text_mark {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string label;
};
/// The text with <mark title="label, label"> around what is marked; marks may overlap, in any order.
std::string html_marked(std::string_view text, std::vector<text_mark> marks);

} // namespace greffe::archive
