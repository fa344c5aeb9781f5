// The pages of tests/data/pages, and what the tests ask of them.
#pragma once
#include "admin-cli/importers/article_page.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace greffe::test {

std::string page_bytes(const std::string& name);
/// All of them, in the order of their names.
std::vector<std::string> page_names();

/// Fails the test when the page is refused.
importers::captured_page read_bytes(std::string_view bytes, const importers::page_options& options = {});
importers::captured_page read_named(const std::string& name, const importers::page_options& options = {});
/// Fails the test when the page is read.
importers::page_error refusal_of(std::string_view bytes, const importers::page_options& options = {});

importers::page_options captured_at(std::string_view rfc3339);
domain::timestamp at(std::string_view rfc3339);

/// The bytes of a field of the capture; empty when there is no such field.
std::string bytes_of(const importers::captured_page& page, std::string_view field);
std::vector<domain::capture::note> notes_of(const importers::captured_page& page, std::string_view code);

} // namespace greffe::test
