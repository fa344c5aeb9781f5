// A YAML document as a tree in which every node knows its place. Every scalar is text, as it is written ("on"
// and "no" are words, not booleans); anchors, aliases, tags and complex keys are refused, and so is a
// document that is too large or too deep. Reading never throws, whatever the bytes.
#pragma once
#include "rules/engine/diagnostic.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

struct place {
    int line = 0;   ///< from 1
    int column = 0; ///< from 1, in characters
};

struct entry;

struct node {
    enum class kind { null, scalar, sequence, map };
    kind is = kind::null;
    place at;
    std::string text; ///< of a scalar
    /// Of a scalar written on one line without escapes: the place of its first character is known, so that of
    /// the n-th is too. Otherwise 0, and every character's place is the scalar's.
    int first_column = 0;
    std::vector<node> items;    ///< of a sequence
    std::vector<entry> entries; ///< of a map, in order, keys unique

    const node* find(std::string_view key) const;
    /// The place of byte `offset` of a scalar's text.
    place inside(std::size_t offset) const;
};

struct entry {
    std::string key;
    place at;
    node value;
};

struct document_limits {
    std::size_t bytes = 4 << 20;
    std::size_t nodes = 200'000;
    std::size_t keys = 4'000; ///< of one map
    int depth = 32;
};

/// nullopt: errors were added to `found`.
std::optional<node> read_document(std::string_view yaml, const std::string& file, diagnostics& found,
                                  const document_limits& limits = {});

} // namespace greffe::rules
