// Random threads, for what arranges and writes them.
#pragma once
#include "server/service/answers.hpp"

#include <random>
#include <vector>

namespace greffe::service {

/// `count` comments: some roots, some replies to any that stand before them, some hidden, several at one
/// time.
inline std::vector<public_comment> random_comments(std::mt19937& random, std::size_t count) {
    static const std::vector<std::string> texts = {
        "Une hausse \"franche\".", "l'été\n\tà la\\une", "\x01\x1f\x7f", "😀 d’accord", "", "</script>"};
    std::vector<public_comment> all;
    for (std::size_t i = 0; i < count; ++i) {
        public_comment comment;
        for (auto& byte : comment.id.value.bytes) byte = static_cast<std::uint8_t>(random());
        comment.root = comment.id;
        comment.external_id = "c" + std::to_string(i) + texts[random() % texts.size()];
        comment.posted_at =
            domain::timestamp{std::chrono::microseconds{1'712'649'360'000'000 + random() % 5 * 250'000}};
        comment.tombstone = random() % 3 == 0;
        if (!all.empty() && random() % 3 != 0) {
            const auto& above = all[random() % all.size()];
            comment.parent = above.id;
            comment.root = above.root;
        }
        if (!comment.tombstone) {
            if (random() % 2 == 0) comment.author_name = texts[random() % texts.size()];
            comment.body = texts[random() % texts.size()] + std::string(random() % 40, 'x');
            comment.edited = random() % 4 == 0;
        }
        all.push_back(std::move(comment));
    }
    return all;
}

} // namespace greffe::service
