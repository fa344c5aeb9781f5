#include "server/service/thread_text.hpp"

namespace greffe::service {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

void put_text(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0x20 && text[end] != '"' &&
               text[end] != '\\')
            ++end;
        out.append(text, begin, end - begin);
        if (end == text.size()) break;
        const auto byte = static_cast<unsigned char>(text[end]);
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += text[end];
        } else if (byte == '\n') {
            out += "\\n";
        } else {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
        begin = end + 1;
    }
    out += '"';
}

template <class Id>
void put_id(std::string& out, const Id& id) {
    char text[36];
    std::size_t at = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text[at++] = '-';
        text[at++] = digits[id.value.bytes[i] >> 4];
        text[at++] = digits[id.value.bytes[i] & 15];
    }
    out.append(text, at);
}

void put_comment(std::string& out, const public_comment& comment) {
    out += R"({"id":")";
    put_id(out, comment.id);
    out += R"(","external_id":)";
    put_text(out, comment.external_id);
    out += R"(,"root":")";
    put_id(out, comment.root);
    out += comment.tombstone ? R"(","tombstone":true,"posted_at":")" : R"(","tombstone":false,"posted_at":")";
    out += domain::to_rfc3339(comment.posted_at);
    if (comment.parent) {
        out += R"(","parent":")";
        put_id(out, *comment.parent);
    }
    out += '"';
    if (!comment.tombstone) {
        if (comment.author_name) {
            out += R"(,"author_name":)";
            put_text(out, *comment.author_name);
        }
        out += R"(,"body":)";
        put_text(out, comment.body);
        out += comment.edited ? R"(,"edited":true)" : R"(,"edited":false)";
    }
    out += '}';
}

} // namespace

std::string to_text(const thread_view& thread) {
    constexpr std::size_t most_around_a_body = 320;
    std::size_t expected = 256;
    for (const auto& comment : thread.comments)
        expected +=
            most_around_a_body + comment.external_id.size() + comment.body.size() + comment.body.size() / 16;
    std::string out;
    out.reserve(expected);
    out += R"({"article":")";
    put_id(out, thread.article);
    out += R"(","state":")";
    out += domain::to_string(thread.state);
    out += R"(","published_count":)";
    out += std::to_string(thread.published_count);
    out += R"(,"comments":[)";
    for (std::size_t i = 0; i < thread.comments.size(); ++i) {
        if (i != 0) out += ',';
        put_comment(out, thread.comments[i]);
    }
    out += ']';
    if (thread.next) {
        out += R"(,"next":)";
        put_text(out, *thread.next);
    }
    out += '}';
    return out;
}

} // namespace greffe::service
