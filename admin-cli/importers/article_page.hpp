// Reads a captured article page of a news or finance portal: plain text, or saved HTML. All or nothing: a
// page that can't be read is refused with the line where the reader lost the way. Pure: bytes in, values out;
// no network, no clock.
#pragma once
#include "admin-cli/importers/captured_page.hpp"
#include "admin-cli/importers/page_error.hpp"

#include <string_view>
#include <variant>

namespace greffe::importers {

/// The shape it knows: title; "information fournie par X [avec Y] DATE"; lead; captions with credit; body
/// with sub-heads; "N commentaires" with the comments, each a list item that opens with its date; "A lire
/// aussi" with related items.
std::variant<captured_page, page_error> read_page(std::string_view bytes, const page_options& options = {});

} // namespace greffe::importers
