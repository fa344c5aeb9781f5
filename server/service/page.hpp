// A page of a list: items and the opaque cursor of the next page.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace greffe::service {

struct page_request {
    std::optional<std::string> cursor; ///< as given by the page before; a broken one is errc::invalid_field
    int limit = 50;                    ///< 1 to 200
};

template <class Item>
struct page {
    std::vector<Item> items;
    std::optional<std::string> next;
};

} // namespace greffe::service
